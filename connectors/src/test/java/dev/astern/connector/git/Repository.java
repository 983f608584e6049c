package dev.astern.connector.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A repository, and a person who works in it with git itself. */
final class Repository implements AutoCloseable {
    private final Path folder;

    /** @param bare whether nothing is checked out */
    Repository(boolean bare) {
        try {
            folder = Files.createTempDirectory("astern-git-test").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bare) {
            git("init", "--quiet", "--bare", "--initial-branch=main", ".");
        } else {
            git("init", "--quiet", "--initial-branch=main", ".");
        }
        var empty = git(Map.of(), "", "mktree");
        git("update-ref", "refs/heads/main", git("commit-tree", empty, "-m", "start"));
    }

    Path folder() {
        return folder;
    }

    String git(String... arguments) {
        return git(Map.of(), "", arguments);
    }

    private String git(Map<String, String> environment, String in, String... arguments) {
        var ran = ran(environment, in, arguments);
        if (ran.exit() != 0) {
            throw new IllegalStateException(List.of(arguments) + ": " + ran.out());
        }
        return ran.out().strip();
    }

    /** What a run came to. */
    record Ran(int exit, String out) {}

    private Ran ran(Map<String, String> environment, String in, String... arguments) {
        var command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        for (var who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "person");
            builder.environment().put("GIT_" + who + "_EMAIL", "person@example.com");
        }
        try {
            var process = builder.start();
            try (var stream = process.getOutputStream()) {
                stream.write(in.getBytes(UTF_8));
            }
            var out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ran(process.waitFor(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<String> file(String path) {
        var ran = ran(Map.of(), "", "cat-file", "blob", "main:" + path);
        return ran.exit() == 0 ? Optional.of(ran.out()) : Optional.empty();
    }

    /** A commit of a person, made elsewhere and pushed here. */
    void commit(String path, @Nullable String content) {
        commit(path, "100644", content);
    }

    synchronized void commit(String path, String mode, @Nullable String content) {
        var index = Map.of("GIT_INDEX_FILE", folder.resolve("person-index").toString());
        for (boolean done = false; !done; ) {
            var from = git("rev-parse", "main");
            git(index, "", "read-tree", from);
            if (content == null) {
                git(index, "", "rm", "--quiet", "--cached", path);
            } else {
                var blob = git(Map.of(), content, "hash-object", "-w", "--stdin");
                git(index, "", "update-index", "--add", "--cacheinfo", mode + "," + blob + "," + path);
            }
            var to = git("commit-tree", git(index, "", "write-tree"), "-p", from, "-m", "by hand");
            done = ran(Map.of(), "", "update-ref", "refs/heads/main", to, from).exit() == 0;
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
