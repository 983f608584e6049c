package dev.astern.journal.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Decimal;
import dev.astern.journal.Hash;
import dev.astern.journal.disk.Disk;
import dev.astern.journal.signer.SignerException.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that says what was signed last: origin, size and root, a line each. */
record LastSigned(Disk disk, Path file, String origin) {
    static final String NAME = "last-signed";

    private static final int PARTS = 4;

    static LastSigned in(Disk disk, Path folder, String origin) {
        return new LastSigned(disk, folder.resolve(NAME), origin);
    }

    /** A file that is missing says nothing about what was signed; least of all that it was nothing. */
    TreeHead read() {
        try {
            return disk.read(file)
                    .flatMap(this::parse)
                    .orElseThrow(() -> new SignerException(
                            Why.MEMORY,
                            file + " is missing or is not what was written to it; what was signed last is not known"));
        } catch (IOException e) {
            throw new SignerException(Why.MEMORY, file + " can't be read", e);
        }
    }

    void write(TreeHead head) throws IOException {
        disk.replace(file, render(head));
    }

    byte[] render(TreeHead head) {
        return (origin + "\n" + head.size() + "\n" + head.root().base64() + "\n").getBytes(UTF_8);
    }

    private Optional<TreeHead> parse(byte[] bytes) {
        var lines = new String(bytes, UTF_8).split("\n", -1);
        if (lines.length != PARTS || !lines[0].equals(origin) || !lines[3].isEmpty()) {
            return Optional.empty();
        }
        var size = Decimal.parse(lines[1]);
        return size.isEmpty() ? Optional.empty() : head(size.getAsLong(), lines[2]);
    }

    private static Optional<TreeHead> head(long size, String root) {
        return Hash.fromBase64(root)
                .filter(hash -> size > 0 || hash.equals(Hash.EMPTY_TREE))
                .map(hash -> new TreeHead(size, hash));
    }
}
