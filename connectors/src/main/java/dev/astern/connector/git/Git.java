package dev.astern.connector.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.http.Shown;
import dev.astern.connector.resource.Within;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs git's plumbing in one repository: without a shell, with an environment of its own, without hooks, pagers, prompts or
 * anybody's settings but the repository's.
 */
final class Git {
    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_ERROR = 4_000;

    private final Path repository;
    private final Supplier<Map<String, String>> credentials;

    /** @param credentials settings that only remotes need, read when they are */
    Git(Path repository, Supplier<Map<String, String>> credentials) {
        this.repository = repository;
        this.credentials = credentials;
    }

    /** What a run came to. */
    static final class Ran {
        private final int exit;
        private final byte[] out;
        private final String error;

        Ran(int exit, byte[] out, String error) {
            this.exit = exit;
            this.out = out;
            this.error = error;
        }

        byte[] out() {
            return out;
        }

        String error() {
            return error;
        }

        boolean good() {
            return exit == 0;
        }

        String text() {
            return new String(out, UTF_8).strip();
        }

        Problem problem() {
            return Problem.of(Reason.TARGET_REFUSED, "git says: " + Shown.of(error.isBlank() ? "exit " + exit : error));
        }
    }

    Ran run(Within within, String... arguments) {
        return run(within, Map.of(), new byte[0], arguments);
    }

    /** @throws ProblemException where it did not come to an end; it may have done something */
    Ran run(Within within, Map<String, String> environment, byte[] in, String... arguments) {
        var command = new ArrayList<>(List.of("git", "--literal-pathspecs", "--no-pager"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(repository.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "SSH_AUTH_SOCK"));
        builder.environment().putAll(environment());
        builder.environment().putAll(environment);
        settings(arguments, builder.environment());
        try {
            return ended(builder.start(), in, within);
        } catch (IOException e) {
            throw Problem.of(Reason.TARGET_NOT_READY, "git can't be run").toException();
        }
    }

    private static Map<String, String> environment() {
        return Map.of(
                "LC_ALL", "C",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_ALLOW_PROTOCOL", "file:https:ssh",
                "GIT_SSH_COMMAND", "ssh -oBatchMode=yes",
                "GIT_NO_REPLACE_OBJECTS", "1");
    }

    /** Through the environment, where other users of the machine don't see them. */
    private void settings(String[] arguments, Map<String, String> environment) {
        var settings = new LinkedHashMap<>(Map.of(
                "core.hooksPath", "/dev/null",
                "core.fsmonitor", "false",
                "core.protectHFS", "true",
                "core.protectNTFS", "true",
                "safe.directory", repository.toString(),
                "gc.auto", "0"));
        if (arguments[0].equals("push") || arguments[0].equals("fetch")) {
            settings.putAll(credentials.get());
        }
        int number = 0;
        for (var setting : settings.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + number, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + number++, setting.getValue());
        }
        environment.put("GIT_CONFIG_COUNT", Integer.toString(number));
    }

    private static Ran ended(Process process, byte[] in, Within within) {
        var out = new FutureTask<>(() -> bounded(process.getInputStream(), MAX_BYTES));
        var error = new FutureTask<>(() -> bounded(process.getErrorStream(), MAX_ERROR));
        Thread.ofVirtual().start(out);
        Thread.ofVirtual().start(error);
        Thread.ofVirtual().start(() -> write(process, in));
        try {
            var text = out.get(within.left().toNanos(), TimeUnit.NANOSECONDS);
            var said = new String(error.get(within.left().toNanos(), TimeUnit.NANOSECONDS), UTF_8);
            if (!process.waitFor(within.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            return new Ran(process.exitValue(), text, said);
        } catch (TimeoutException e) {
            throw unfinished(Reason.TARGET_UNREACHABLE, "git did not end in time");
        } catch (ExecutionException e) {
            throw unfinished(Reason.TARGET_UNREACHABLE, "git said more than " + MAX_BYTES + " bytes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unfinished(Reason.CANCELLED, "it was cancelled while git ran");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static ProblemException unfinished(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }

    private static byte[] bounded(InputStream stream, int most) throws IOException {
        var bytes = stream.readNBytes(most + 1);
        if (bytes.length > most && most == MAX_BYTES) {
            throw new IOException("too much");
        }
        stream.transferTo(java.io.OutputStream.nullOutputStream());
        return bytes;
    }

    private static void write(Process process, byte[] in) {
        try (var stream = process.getOutputStream()) {
            stream.write(in);
        } catch (IOException e) {
            // It ended without reading all of it; its exit says why.
        }
    }
}
