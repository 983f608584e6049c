package dev.astern.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the server that `astern demo` left running; its data stays.")
final class DownCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(
                ServerProcess.stop() ? "stopped; its data stays in " + Home.folder() : "nothing was running");
        return 0;
    }
}
