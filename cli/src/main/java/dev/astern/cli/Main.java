package dev.astern.cli;

import dev.astern.client.AsternException;
import picocli.CommandLine;

/** The command line. */
public final class Main {
    /** Refused or failed. */
    static final int REFUSED = 1;

    static final int USAGE = 2;

    /** Done, but something was kept, is gone or failed. */
    static final int PARTLY = 3;

    static final int UNREACHABLE = 4;

    private Main() {}

    static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new AsternCommand())
                .setExecutionExceptionHandler((e, line, result) -> failed(e, line))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    private static int failed(Exception e, CommandLine line) throws Exception {
        var err = line.getErr();
        if (e instanceof AsternException refused) {
            err.println("astern: " + refused.reason() + ": " + refused.getMessage());
            if (!refused.next().isEmpty()) {
                err.println("  " + refused.next());
            }
            return refused.status() == 0 ? UNREACHABLE : REFUSED;
        }
        if (e instanceof UsageException) {
            err.println("astern: " + e.getMessage());
            return USAGE;
        }
        throw e;
    }
}
