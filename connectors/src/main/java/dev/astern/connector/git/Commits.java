package dev.astern.connector.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Within;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads files of commits and makes commits from commits, with one file other than before. No file is checked out. */
final class Commits {
    static final int SIZE_LIMIT = 8 * 1024 * 1024;

    private final Git git;

    Commits(Git git) {
        this.git = git;
    }

    /** A file in a commit. */
    record Entry(String mode, String type, String id) {
        /** Git knows a file by these. */
        String version() {
            return mode + " " + id;
        }
    }

    /**
     * Who makes a commit and why.
     *
     * @param session whom it is for
     * @param message with its trailers
     */
    record Signed(String session, String message) {}

    Optional<Entry> entry(String commit, String path, Within within) {
        var line = good(git.run(within, "ls-tree", "-z", "--full-tree", commit, "--", path))
                .text();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var parts = line.substring(0, line.indexOf('\t')).split(" ", -1);
        return Optional.of(new Entry(parts[0], parts[1], parts[2]));
    }

    byte[] bytes(Entry entry, Within within) {
        var size = good(git.run(within, "cat-file", "-s", entry.id())).text();
        if (Long.parseLong(size) > SIZE_LIMIT) {
            throw Problem.of(Reason.TOO_LARGE, "the file has more than " + SIZE_LIMIT + " bytes")
                    .toException();
        }
        return good(git.run(within, "cat-file", "blob", entry.id())).out();
    }

    String files(String commit, String folder, Within within) {
        return folder.isEmpty()
                ? good(git.run(within, "ls-tree", "-r", "-z", "--full-tree", commit))
                        .text()
                : good(git.run(within, "ls-tree", "-r", "-z", "--full-tree", commit, "--", folder + "/"))
                        .text();
    }

    String blob(byte[] bytes, Within within) {
        return good(git.run(within, Map.of(), bytes, "hash-object", "-w", "--stdin"))
                .text();
    }

    /**
     * A child of a commit.
     *
     * @param entry null where the file is to be away
     * @throws dev.astern.connector.ProblemException where there can't be such a file
     */
    String child(String parent, String path, @Nullable Entry entry, Signed signed, Within within) {
        try {
            var folder = Files.createTempDirectory("astern-index");
            try {
                var index = Map.of("GIT_INDEX_FILE", folder.resolve("index").toString());
                good(git.run(within, index, new byte[0], "read-tree", parent));
                var zeros = "0".repeat(parent.length());
                var info = entry == null
                        ? "0 " + zeros + "\t" + path + "\0"
                        : entry.mode() + " " + entry.id() + "\t" + path + "\0";
                good(git.run(within, index, info.getBytes(UTF_8), "update-index", "-z", "--add", "--index-info"));
                var tree =
                        good(git.run(within, index, new byte[0], "write-tree")).text();
                return only(path, parent, commit(tree, parent, signed, within), within);
            } finally {
                Files.deleteIfExists(folder.resolve("index"));
                Files.deleteIfExists(folder.resolve("index.lock"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file in the way of a folder would go without a word. */
    private String only(String path, String parent, String child, Within within) {
        var changed = good(git.run(within, "diff-tree", "-r", "-z", "--no-renames", "--name-only", parent, child));
        if (!new String(changed.out(), UTF_8).equals(path + "\0")) {
            throw Problem.of(Reason.CONFLICTING_STATE, "something else is in the way of " + path)
                    .toException();
        }
        return child;
    }

    private String commit(String tree, String parent, Signed signed, Within within) {
        var who = signed.session().isEmpty() ? "astern undo" : "astern " + signed.session();
        var mail = (signed.session().isEmpty() ? "undo" : signed.session()) + "@astern.invalid";
        var names = Map.of(
                "GIT_AUTHOR_NAME",
                who,
                "GIT_AUTHOR_EMAIL",
                mail,
                "GIT_COMMITTER_NAME",
                "astern",
                "GIT_COMMITTER_EMAIL",
                "gateway@astern.invalid");
        var message = signed.message().getBytes(UTF_8);
        return good(git.run(within, names, message, "commit-tree", tree, "-p", parent, "-F", "-"))
                .text();
    }

    private static Git.Ran good(Git.Ran ran) {
        if (!ran.good()) {
            throw ran.problem().toException();
        }
        return ran;
    }
}
