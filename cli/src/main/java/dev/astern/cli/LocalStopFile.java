package dev.astern.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file that stops a node with nothing running: no server, no database, no network. */
final class LocalStopFile {
    private static final String NAME = "local";

    private final Path folder;

    private LocalStopFile(Path folder) {
        this.folder = folder;
    }

    /** A folder of that name, or that of the data in {@code ASTERN_HOME}. */
    static LocalStopFile of(@Nullable Path named) {
        var folder = named == null ? Home.folder().resolve("stop") : named.toAbsolutePath();
        var known = Files.isDirectory(folder)
                || (named == null && Files.exists(Home.folder().resolve("node")));
        if (!known) {
            throw new UsageException("there is no stop folder " + folder
                    + "; name the one of the node with --stop-folder, or its data with ASTERN_HOME."
                    + " A node whose folder is missing is stopped already");
        }
        return new LocalStopFile(folder);
    }

    int stop(String reason, boolean json) {
        var file = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    file,
                    (reason.isBlank() ? "no reason given" : reason) + " (" + user() + ")\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.DSYNC);
        } catch (IOException e) {
            throw new UsageException("can't write " + file + " (" + e.getMessage()
                    + "); any file in that folder stops the node, and so does removing the folder");
        }
        log("stop", reason);
        if (json) {
            System.out.println(ServerOptions.json(
                    "stopped", file.toString(), "others", remaining(NAME).size()));
            return 0;
        }
        System.out.println(
                "The node on " + host() + " that looks into " + folder + " is stopped from its next write on.");
        System.out.println("Other nodes are not: run this on each of their hosts, or astern stop --all with a server"
                + " that answers.");
        System.out.println("Undos go on. Next: astern release --local --reason …");
        return 0;
    }

    int release(String reason, boolean json) {
        var missing = !Files.isDirectory(folder);
        log("release", reason);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(NAME));
        } catch (IOException e) {
            throw new UsageException("can't release " + folder + ": " + e.getMessage()
                    + " is in the way or may not be removed by this user");
        }
        var others = remaining("");
        if (json) {
            System.out.println(ServerOptions.json("released", folder.toString(), "others", others.size()));
        } else {
            if (missing) {
                System.out.println("The folder " + folder + " was missing, which stopped the node; it is there again.");
            }
            System.out.println(
                    others.isEmpty()
                            ? "The node on " + host() + " that looks into " + folder + " is not stopped by it any more."
                            : "Still stopped, by " + others + " in " + folder
                                    + "; whoever put them there removes them.");
        }
        return others.isEmpty() ? 0 : Main.PARTLY;
    }

    private List<String> remaining(String but) {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> !name.equals(but))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UsageException("can't read " + folder + ": " + e.getMessage());
        }
    }

    /** The server puts these lines into the journal when it can. A stop does not depend on it. */
    private void log(String act, String reason) {
        var line = new TreeMap<String, String>();
        line.put("act", act);
        line.put("at", Instant.now().toString());
        line.put("by", user());
        line.put("host", host());
        line.put("reason", reason);
        var file = folder.resolveSibling(folder.getFileName() + ".log");
        try {
            Files.write(
                    file,
                    (ServerOptions.json(line) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.DSYNC);
        } catch (IOException e) {
            System.err.println("astern: this could not be noted in " + file + " for the journal: " + e.getMessage());
        }
    }

    private static String user() {
        return System.getProperty("user.name", "unknown");
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this host";
        }
    }
}
