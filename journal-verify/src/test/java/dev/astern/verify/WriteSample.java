package dev.astern.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/** Writes all that an auditor would have into a folder, for trying the jar itself. */
public final class WriteSample {
    private WriteSample() {}

    public static void main(String... args) throws IOException, CertificateEncodingException {
        var folder = Path.of(args[0]);
        var sample = new SampleBundle();
        Files.write(folder.resolve("bundle.zip"), sample.zip(folder));
        Files.writeString(folder.resolve("policy"), sample.policy());
        Files.write(folder.resolve("old"), sample.oldCheckpoint());
        Files.write(folder.resolve("entry.tlog-proof"), sample.proof().encode());
        Files.write(folder.resolve("entry"), sample.entry());
        var certificate =
                Base64.getMimeEncoder().encodeToString(sample.authority().root.getEncoded());
        Files.writeString(
                folder.resolve("tsa.pem"),
                "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n");
    }
}
