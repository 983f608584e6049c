package dev.astern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a part of the journal out, for somebody who verifies it without us, or for a tool that reads it. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a part of the journal to a file: a bundle proves itself, other forms are for tools.")
final class JournalExportCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(
            names = "--form",
            defaultValue = "bundle",
            description = "${COMPLETION-CANDIDATES}; default bundle. Only a bundle has proofs.")
    private ExportForm form;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where it is written; named after what it is if not given.")
    private @Nullable Path out;

    @Option(
            names = "--old-checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint that you kept; the bundle then proves that the log only grew since.")
    private @Nullable Path oldCheckpoint;

    @Option(
            names = "--no-disclosures",
            description = "Withholds commands, outputs, reasons and names; what is proven stays the same.")
    private boolean withheld;

    @Option(names = "--force", description = "Overwrites what is there.")
    private boolean force;

    /** One of them. */
    static final class What {
        @Option(names = "--session", paramLabel = "ID", required = true, description = "Repeat for several.")
        private @Nullable List<String> sessions;

        @Option(
                names = "--incident",
                paramLabel = "ID",
                required = true,
                description = "An incident with all the sessions that it is about.")
        private @Nullable String incident;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                required = true,
                description = "All of the journal since, for example 2026-11-21T08:00:00Z.")
        private @Nullable String since;
    }

    @Override
    public Integer call() {
        if (oldCheckpoint != null && form != ExportForm.BUNDLE) {
            throw new UsageException("--old-checkpoint is for bundles; nothing else proves anything");
        }
        var file = out == null ? Path.of(name() + form.suffix()) : out;
        Output.refuseToOverwrite(file, force);
        var size = download(file);
        if (server.json()) {
            System.out.println(ServerOptions.json("file", file.toString(), "bytes", size));
            return 0;
        }
        System.out.println("wrote " + file + ", " + size + " bytes");
        if (form == ExportForm.BUNDLE) {
            System.out.println("Verify it, on any machine:");
            System.out.println("  astern journal verify bundle " + file + " --policy " + JournalKeyCommand.POLICY
                    + (oldCheckpoint == null ? "" : " --old-checkpoint " + oldCheckpoint));
            System.out.println(JournalKeyCommand.HINT);
        } else {
            System.out.println("Nothing in it is proven; `--form bundle` is.");
        }
        return 0;
    }

    private long download(Path file) {
        try {
            return server.client().download(query(), file);
        } catch (IOException e) {
            throw new UsageException("can't write " + file + ": " + e.getClass().getSimpleName());
        }
    }

    private String name() {
        if (what.sessions != null) {
            return what.sessions.size() == 1 ? plain(what.sessions.getFirst()) : "sessions";
        }
        if (what.incident != null) {
            return plain(what.incident);
        }
        return "journal-since-" + String.valueOf(what.since).replaceAll("[^A-Za-z0-9.]", "-");
    }

    private static String plain(String id) {
        return id.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private String query() {
        var query = new StringBuilder("/v1/journal/export?form=" + form + "&disclosures=" + !withheld);
        if (what.sessions != null) {
            what.sessions.forEach(id -> query.append("&session=").append(Paths.segment(id)));
        } else if (what.incident != null) {
            query.append("&incident=").append(Paths.segment(what.incident));
        } else {
            query.append("&since=").append(Paths.segment(String.valueOf(what.since)));
        }
        if (oldCheckpoint != null) {
            query.append("&old=").append(base64(oldCheckpoint));
        }
        return query.toString();
    }

    private static String base64(Path file) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UsageException("can't read " + file);
        }
    }
}
