package dev.astern.storage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a postmaster writes about itself into its data folder.
 *
 * @param pid its process
 * @param port where it listens; 0 before it does
 * @param ready whether it takes connections
 */
record PostmasterFile(long pid, int port, boolean ready) {
    static final String NAME = "postmaster.pid";
    private static final int FOLDER_LINE = 1;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Absent when there is none, when it is being written, or when it speaks of another folder. */
    static Optional<PostmasterFile> read(Path data) {
        try {
            var lines = Files.readString(data.resolve(NAME), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .toList();
            if (lines.size() <= FOLDER_LINE || !lines.get(FOLDER_LINE).equals(data.toString())) {
                return Optional.empty();
            }
            var port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE)) : 0;
            var ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).equals("ready");
            return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst()), port, ready));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
