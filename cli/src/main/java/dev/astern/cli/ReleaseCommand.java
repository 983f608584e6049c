package dev.astern.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Ends a stop; needs the permission stop.release.")
final class ReleaseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STOP", arity = "0..1", description = "stp_…; see astern stops.")
    private @Nullable String id;

    @Option(names = "--local", description = "The stop by a file on this host.")
    private boolean local;

    @Option(names = "--reason", required = true, description = "For the record.")
    private String reason = "";

    @Option(
            names = "--stop-folder",
            paramLabel = "FOLDER",
            description = "With --local, where the server was told to look.")
    private @Nullable Path folder;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() {
        if (local == (id != null)) {
            throw new UsageException("name either a stop or --local");
        }
        if (reason.isBlank()) {
            throw new UsageException("a release needs a reason");
        }
        if (id == null) {
            return LocalStopFile.of(folder).release(reason, server.json());
        }
        var released = server.client().post("/v1/stops/" + Paths.segment(id) + "/release", Map.of("reason", reason));
        if (!server.printed(released)) {
            System.out.println("stop " + id + " of "
                    + Table.printable(released.path("what").asString())
                    + " is released; other stops may hold the same: astern stops");
        }
        return 0;
    }
}
