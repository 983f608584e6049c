package dev.astern.verify.cli;

import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.PolicyReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Files of the verifier's own. Of a wrong one the verdict would mean nothing, so nothing is verified. */
final class Inputs {
    private static final int MAX_BYTES = 4 << 20;

    private Inputs() {}

    /** A file that can't be used, in a sentence for whoever named it. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(Path file, String why) {
            super(file + ": " + why);
        }
    }

    static byte[] read(Path file) throws UnusableException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UnusableException(file, "it is larger than any such file");
            }
            return bytes;
        } catch (IOException e) {
            throw new UnusableException(file, "it can't be read");
        }
    }

    static Policy policy(Path file) throws UnusableException {
        return switch (Policy.parse(read(file))) {
            case PolicyReading.Read(var policy) -> policy;
            case PolicyReading.Malformed(var flaw, int line) ->
                throw new UnusableException(file, "line " + line + ": " + flaw.sentence());
        };
    }

    static List<X509Certificate> certificates(Path file) throws UnusableException {
        try {
            var found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
            var certificates = found.stream().map(X509Certificate.class::cast).toList();
            if (certificates.isEmpty()) {
                throw new UnusableException(file, "there is no certificate in it");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new UnusableException(file, "it has something else than certificates in PEM");
        }
    }
}
