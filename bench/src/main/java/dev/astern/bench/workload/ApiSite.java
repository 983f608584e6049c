package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import dev.astern.target.NewTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One worker's targets: the recorded APIs behind real HTTP, and a real folder. */
final class ApiSite implements AutoCloseable {
    private static final String DESCRIPTION = """
            system: recorded
            tested: these very sessions
            version: {header: ETag, condition: If-Match}
            resources:
              documents:
                key: api
                read: GET /documents/{api}
                update: PATCH /documents/{api}
                nested: true
            operations:
              call: &call
                request: POST /documents/{api}/calls/{step}
                arguments: [api, step, call]
                changes: [{resource: documents, key: "{api}"}]
                tier: write
                reversibility: reversible_with_state
              look:
                request: POST /documents/{api}/calls/{step}
                arguments: [api, step, call]
                changes: [{resource: documents, key: "{api}"}]
                tier: read
                reversibility: reversible_with_state
            """.replace(" &call", "");

    private final ApiServer server = new ApiServer();
    private final String apis;
    private final String files;
    private final Path root;

    ApiSite(Installed installed, int worker) {
        apis = "apis" + worker;
        files = "files" + worker;
        try {
            var folder = Files.createTempDirectory("workload");
            root = Files.createDirectory(folder.resolve("root"));
            var description = Files.writeString(folder.resolve("description.yaml"), DESCRIPTION);
            installed
                    .astern()
                    .targets()
                    .add(new NewTarget(
                            apis, "http", server.url(), "", "none", Map.of("description", description.toString())));
            installed
                    .astern()
                    .targets()
                    .add(new NewTarget(
                            files, "workspace", root.toUri().toString(), "", "none", Map.of("runner", "embedded")));
            System.err.println(files + ": " + installed.astern().targets().status(files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String apis() {
        return apis;
    }

    String files() {
        return files;
    }

    ApiServer server() {
        return server;
    }

    Path root() {
        return root;
    }

    @Override
    public void close() {
        server.close();
    }
}
