package dev.astern.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "The record of what happened, and its proofs.",
        subcommands = {
            JournalExportCommand.class,
            JournalKeyCommand.class,
            JournalVerifyCommand.class,
            picocli.CommandLine.HelpCommand.class
        })
final class JournalCommand {
    private static final int PAGE = 500;
    private static final long FOLLOW_MS = 500;

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "How it stands: signed, witnessed, halted.")
    int status(@Mixin ServerOptions server) {
        var journal = server.client().get("/v1/journal");
        if (server.printed(journal)) {
            return 0;
        }
        System.out.println("log       " + journal.path("origin").asString());
        System.out.println("key       " + journal.path("key").asString("none yet"));
        System.out.println("entries   " + journal.path("size").asLong());
        System.out.println("signed    " + journal.path("signed").asLong()
                + (journal.path("signedAt").isString()
                        ? " at " + journal.path("signedAt").asString()
                        : ""));
        journal.path("witnesses").forEach(w -> System.out.println("witness   " + w.asString()));
        if (journal.path("witnesses").isEmpty()) {
            System.out.println("witness   none: an operator with the log's key could write another history");
        }
        if (journal.path("halted").isString()) {
            System.out.println("HALTED    " + journal.path("halted").asString());
            return Main.REFUSED;
        }
        return 0;
    }

    @Command(name = "tail", mixinStandardHelpOptions = true, description = "Entries, the latest last.")
    int tail(
            @Mixin ServerOptions server,
            @Option(names = "--lines", defaultValue = "20", description = "How many from the end; default 20.")
                    int lines,
            @Option(
                            names = {"--follow", "-f"},
                            description = "Goes on until you stop it.")
                    boolean follow)
            throws InterruptedException {
        var client = server.client();
        long after = Math.max(-1, client.get("/v1/journal").path("size").asLong() - lines - 1);
        while (true) {
            var page = client.get("/v1/journal/entries?limit=" + PAGE + "&from=" + after);
            for (var item : page.path("items")) {
                System.out.println(server.json() ? item.path("entry").asString() : line(item));
                after = item.path("index").asLong();
            }
            if (page.path("next").isString()) {
                continue;
            }
            if (!follow) {
                return 0;
            }
            Thread.sleep(FOLLOW_MS);
        }
    }

    private static String line(JsonNode item) {
        var entry = ServerOptions.parse(item.path("entry").asString());
        return item.path("index").asLong() + " " + entry.path("time").asString() + " "
                + entry.path("type").asString() + " " + entry.path("session").asString() + "/"
                + entry.path("sequence").asLong()
                + (entry.path("action").isString() ? " " + entry.path("action").asString() : "")
                + (entry.path("state").isString() ? " " + entry.path("state").asString() : "")
                + (entry.path("problem").isString()
                        ? " " + entry.path("problem").asString()
                        : "");
    }

    @Command(
            name = "prove",
            mixinStandardHelpOptions = true,
            description = "Proves one receipt: writes its entry and a C2SP tlog-proof, for tools that are not ours.")
    int prove(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "RECEIPT", description = "SESSION/SEQUENCE, as `astern journal tail` shows it.")
                    String receipt,
            @Option(names = "--out", paramLabel = "NAME", description = "Writes NAME.json and NAME.tlog-proof.")
                    @Nullable
                    String out) {
        int slash = receipt.indexOf('/');
        if (slash < 1) {
            throw new UsageException("a receipt is SESSION/SEQUENCE, for example ses_01k7usc950jjtd53dsq4/3");
        }
        var path = Paths.segment(receipt.substring(0, slash)) + "/" + Paths.segment(receipt.substring(slash + 1));
        var proof = server.client().get("/v1/journal/proofs/" + path);
        if (server.printed(proof)) {
            return 0;
        }
        var name = out == null ? receipt.replace('/', '-') : out;
        Output.write(Path.of(name + ".json"), proof.path("entry").asString());
        Output.write(Path.of(name + ".tlog-proof"), proof.path("proof").asString());
        System.out.println("wrote " + name + ".json and " + name + ".tlog-proof; check them with");
        System.out.println("  astern journal verify proof " + name + ".tlog-proof --entry " + name + ".json --policy "
                + JournalKeyCommand.POLICY);
        System.out.println(JournalKeyCommand.HINT);
        return 0;
    }

    @Command(
            name = "rotate-key",
            mixinStandardHelpOptions = true,
            description = "Signs with a new key from now on; tell it to everybody who verifies.")
    int rotate(
            @Mixin ServerOptions server,
            @Option(
                            names = "--confirm",
                            paramLabel = "ORIGIN",
                            description = "The log's name, to show that you mean it.")
                    @Nullable
                    String confirm) {
        var client = server.client();
        var origin = client.get("/v1/journal").path("origin").asString();
        if (!origin.equals(confirm)) {
            throw new UsageException(
                    "this changes the key that everybody verifies with; repeat with --confirm=" + origin);
        }
        var answer = client.post("/v1/journal/key/rotate", Map.of());
        if (!server.printed(answer)) {
            System.out.println("the log " + origin + " is signed with a new key:");
            System.out.println("  " + answer.path("key").asString());
        }
        return 0;
    }

    @Command(
            name = "erase",
            mixinStandardHelpOptions = true,
            description =
                    "Destroys the keys of a session or a person, and a person's images at targets. Nobody can undo"
                            + " this; entries and proofs stay.")
    int erase(
            @Mixin ServerOptions server,
            @Option(names = "--session", paramLabel = "ID") @Nullable String session,
            @Option(names = "--person", paramLabel = "WHO", description = "As the targets' columns name the person.")
                    @Nullable
                    String person,
            @Option(names = "--reason", required = true) String reason,
            @Option(names = "--dry-run", description = "For a person: shows where rows and images are.") boolean dryRun,
            @Option(names = "--confirm", paramLabel = "NAME", description = "The session or person once more.")
                    @Nullable
                    String confirm) {
        if ((session == null) == (person == null)) {
            throw new UsageException("name either --session or --person");
        }
        if (dryRun) {
            return footprint(server, person);
        }
        if (!(session == null ? person : session).equals(confirm)) {
            throw new UsageException(
                    "what is erased is gone for good; repeat with --confirm=" + (session == null ? person : session));
        }
        var body = new HashMap<String, @Nullable Object>();
        body.put("session", session);
        body.put("person", person);
        body.put("reason", reason);
        var erasure = server.client().post("/v1/erasures", body);
        if (!server.printed(erasure)) {
            System.out.println("erased: " + erasure.path("keys").size() + " keys, in "
                    + erasure.path("sessions").size() + " sessions; erasure "
                    + erasure.path("id").asString()
                    + " is in the journal");
            erasure.path("targets").forEach(at -> System.out.println("  " + standing(at)));
        }
        return pending(erasure) ? 1 : 0;
    }

    private static boolean pending(JsonNode erasure) {
        boolean pending = false;
        for (var at : erasure.path("targets")) {
            pending |= at.path("state").asString().equals("PENDING");
        }
        return pending;
    }

    private static long images(JsonNode erasure) {
        long images = 0;
        for (var at : erasure.path("targets")) {
            images += at.path("images").asLong() + at.path("rows").asLong();
        }
        return images;
    }

    /** How an erasure stands at one target, in words. */
    private static String standing(JsonNode at) {
        var target = at.path("target").asString();
        var held = at.path("held").asLong();
        return switch (at.path("state").asString()) {
            case "DONE" ->
                target + ": " + at.path("images").asLong() + " images and "
                        + at.path("rows").asLong() + " rows erased"
                        + (held > 0 ? ", " + held + " kept by a legal hold" : "");
            case "RESUMED" -> target + ": finished by a later erasure";
            default ->
                target + ": pending (" + at.path("problem").asString("not seen to its end")
                        + "); repeat the command to finish it";
        };
    }

    private static int footprint(ServerOptions server, @Nullable String person) {
        if (person == null) {
            throw new UsageException("--dry-run is for --person");
        }
        var footprint = server.client().post("/v1/persons/footprint", Map.of("person", person));
        if (!server.printed(footprint)) {
            var table = new Table("SESSION", "RECEIPT", "ACTION");
            footprint
                    .path("appearances")
                    .forEach(a -> table.row(
                            a.path("sessionId").asString(),
                            a.path("sequence").asLong(),
                            a.path("actionId").asString()));
            table.print();
            footprint.path("targets").forEach(at -> {
                var name = at.path("target").asString();
                System.out.println(
                        at.path("problem").isString()
                                ? name + ": not asked (" + at.path("problem").asString() + ")"
                                : name + ": " + at.path("images").asLong() + " images and "
                                        + at.path("rows").asLong() + " rows, of "
                                        + at.path("actions").asInt() + " actions, would be erased");
                at.path("notes").forEach(note -> System.out.println("  " + note.asString()));
            });
            System.out.println(footprint.path("sessions").size()
                    + " sessions in all; their commands and the reports of their undos may quote the person, too:");
            footprint.path("sessions").forEach(id -> System.out.println("  " + id.asString()));
        }
        return 0;
    }

    @Command(name = "erasures", mixinStandardHelpOptions = true, description = "What was erased, latest first.")
    int erasures(@Mixin ServerOptions server, @Option(names = "--limit", defaultValue = "20") int limit) {
        var erasures = server.client().get("/v1/erasures?limit=" + limit);
        if (!server.printed(erasures)) {
            var table = new Table("ERASURE", "WHEN", "SCOPE", "KEYS", "SESSIONS", "IMAGES", "REASON");
            erasures.forEach(e -> table.row(
                    e.path("id").asString(),
                    e.path("at").asString(),
                    e.path("scope").asString(),
                    e.path("keys").size(),
                    e.path("sessions").size(),
                    images(e),
                    e.path("reason").asString()));
            table.print();
            erasures.forEach(e -> e.path("targets").forEach(at -> {
                if (at.path("state").asString().equals("PENDING")) {
                    System.out.println(e.path("id").asString() + " at " + standing(at));
                }
            }));
        }
        return 0;
    }

    @Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description = "Keeps a session, or everything, from being erased.")
    int hold(
            @Mixin ServerOptions server,
            @Option(names = "--session", paramLabel = "ID", description = "Without it, everything is held.") @Nullable
                    String session,
            @Option(names = "--reason", required = true) String reason) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("session", session);
        body.put("reason", reason);
        var hold = server.client().post("/v1/holds", body);
        if (!server.printed(hold)) {
            System.out.println("hold " + hold.path("id").asString() + " is in force over "
                    + hold.path("scope").asString());
            System.out.println(
                    "  end it with: astern journal release " + hold.path("id").asString());
        }
        return 0;
    }

    @Command(name = "holds", mixinStandardHelpOptions = true, description = "Legal holds in force.")
    int holds(@Mixin ServerOptions server) {
        var holds = server.client().get("/v1/holds");
        if (!server.printed(holds)) {
            var table = new Table("HOLD", "SINCE", "SCOPE", "BY", "REASON");
            holds.forEach(h -> table.row(
                    h.path("id").asString(),
                    h.path("placedAt").asString(),
                    h.path("scope").asString(),
                    h.path("placedBy").asString(),
                    h.path("reason").asString()));
            table.print();
        }
        return 0;
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = "Ends a legal hold.")
    int release(@Mixin ServerOptions server, @Parameters(paramLabel = "HOLD") String id) {
        server.client().post("/v1/holds/" + Paths.segment(id) + "/release", Map.of());
        System.out.println("hold " + id + " released");
        return 0;
    }
}
