package dev.astern.verify.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;

/** Where the program begins. */
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(List.of(arguments)));
    }

    /** Does what the arguments say, for a program that has this one in it; returns the exit code. */
    public static int run(List<String> arguments) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, UTF_8);
        int exitCode = new Cli(out, err).run(arguments);
        out.flush();
        err.flush();
        return exitCode;
    }
}
