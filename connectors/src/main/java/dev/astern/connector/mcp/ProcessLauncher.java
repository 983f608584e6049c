package dev.astern.connector.mcp;

import dev.astern.connector.Secret;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts a program without a shell, and with nothing of this process's environment.
 *
 * @param environment what it gets, besides a search path and a locale
 * @param secrets the same, read anew at each start
 */
record ProcessLauncher(
        List<String> command, String directory, Map<String, String> environment, Map<String, Secret> secrets)
        implements Launcher {
    private static final int PATIENCE_S = 2;

    ProcessLauncher {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
    }

    @Override
    public Running start() throws IOException {
        var builder = new ProcessBuilder(command).directory(new File(directory));
        var variables = builder.environment();
        variables.clear();
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("LANG", "C.UTF-8");
        variables.putAll(environment);
        secrets.forEach((name, secret) -> variables.put(name, secret.reveal()));
        return new Started(builder.start());
    }

    private record Started(Process process) implements Running {
        @Override
        public OutputStream toIt() {
            return process.getOutputStream();
        }

        @Override
        public InputStream fromIt() {
            return process.getInputStream();
        }

        @Override
        public InputStream errors() {
            return process.getErrorStream();
        }

        @Override
        public void kill() {
            var all = process.descendants().toList();
            process.destroy();
            all.forEach(ProcessHandle::destroy);
            try {
                if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
