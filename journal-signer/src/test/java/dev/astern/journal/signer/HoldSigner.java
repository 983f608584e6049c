package dev.astern.journal.signer;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that has a signer open until it is killed. */
final class HoldSigner {
    private HoldSigner() {}

    public static void main(String[] arguments) throws IOException {
        try (var signer = SignerFolder.open(Path.of(arguments[0]), arguments[1])) {
            System.out.println("open");
            System.in.read();
            System.out.println(signer);
        }
    }
}
