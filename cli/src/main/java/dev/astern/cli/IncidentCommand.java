package dev.astern.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "incident",
        mixinStandardHelpOptions = true,
        description = "What people look into: what broke, who looks after it, what was found.",
        footer = {
            "",
            "Examples:",
            "  astern incident open --stop stp_…                     about all that a stop holds",
            "  astern incident open --session ses_… --what 'refunds paid twice'",
            "  astern incident note inc_… 'the rate table was of 2024'",
            "  astern incident close inc_… 'undone; rule refunds-by-table added'",
            "  astern journal export --incident inc_…                all that happened, with proofs"
        },
        subcommands = picocli.CommandLine.HelpCommand.class)
final class IncidentCommand {
    private static final int SHOWN_SESSIONS = 5;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Those that are open; latest first.")
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--all", description = "Closed ones, too.") boolean all,
            @Option(names = "--from", paramLabel = "INCIDENT", description = "Where the page before ended.") @Nullable
                    String from,
            @Option(names = "--limit", defaultValue = "50") int limit) {
        var query = "/v1/incidents?limit=" + limit + (all ? "" : "&open=true")
                + (from == null ? "" : "&from=" + Paths.segment(from));
        var page = server.client().get(query);
        if (!server.printed(page)) {
            var table = new Table("INCIDENT", "CAUSE", "OPENED", "OWNER", "STATE", "WHAT");
            page.path("items")
                    .forEach(i -> table.row(
                            text(i, "id"),
                            text(i, "cause"),
                            text(i, "openedAt"),
                            text(i, "owner"),
                            i.path("open").asBoolean() ? "open" : "closed",
                            text(i, "what")));
            table.print();
            if (!page.path("next").isNull()) {
                System.out.println("more: --from " + page.path("next").asString());
            }
        }
        return 0;
    }

    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description = "Opens one: of a stop, about the sessions it holds, or about sessions that you name.")
    int open(
            @Mixin ServerOptions server,
            @Option(
                            names = "--stop",
                            paramLabel = "STOP",
                            description = "What stopped it; its own incident is found again.")
                    @Nullable
                    String stop,
            @Option(names = "--session", paramLabel = "SESSION", description = "Repeat for several.") @Nullable
                    List<String> sessions,
            @Option(names = "--what", paramLabel = "TEXT", description = "What happened; needed without --stop.")
                    @Nullable
                    String what) {
        if (stop == null && what == null) {
            throw new UsageException("say what happened: --what TEXT, or --stop STOP");
        }
        if (stop != null && sessions != null) {
            throw new UsageException("--stop names the sessions; add others with `astern incident extend`");
        }
        var body = new HashMap<String, Object>();
        if (stop != null) {
            body.put("stop", stop);
        }
        if (sessions != null) {
            body.put("sessions", sessions);
        }
        if (what != null) {
            body.put("what", what);
        }
        return changed(server, server.client().post("/v1/incidents", body));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "What is known of one, and its timeline.")
    int show(@Mixin ServerOptions server, @Parameters(paramLabel = "INCIDENT") String id) {
        var told = server.client().get(path(id, ""));
        if (!server.printed(told)) {
            print(told.path("incident"));
            told.path("timeline")
                    .forEach(said -> line(text(said, "at") + "  " + text(said, "step") + " by " + text(said, "by")
                            + ": " + text(said, "text")));
        }
        return 0;
    }

    @Command(name = "extend", mixinStandardHelpOptions = true, description = "Adds sessions that it is about, too.")
    int extend(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "INCIDENT") String id,
            @Option(names = "--session", paramLabel = "SESSION", required = true, description = "Repeat for several.")
                    List<String> sessions,
            @Option(names = "--why", paramLabel = "TEXT", required = true) String why) {
        return changed(server, server.client().post(path(id, "/sessions"), Map.of("sessions", sessions, "why", why)));
    }

    @Command(name = "assign", mixinStandardHelpOptions = true, description = "Names who looks after it.")
    int assign(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "INCIDENT") String id,
            @Parameters(paramLabel = "OWNER") String owner) {
        return changed(server, server.client().post(path(id, "/owner"), Map.of("owner", owner)));
    }

    @Command(name = "note", mixinStandardHelpOptions = true, description = "Says what was seen or done; it stays.")
    int note(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "INCIDENT") String id,
            @Parameters(paramLabel = "TEXT") String text) {
        return changed(server, server.client().post(path(id, "/notes"), Map.of("text", text)));
    }

    @Command(name = "close", mixinStandardHelpOptions = true, description = "Ends it; nothing is added from then on.")
    int close(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "INCIDENT") String id,
            @Parameters(paramLabel = "RESOLUTION", description = "What was found, and done so that it stays away.")
                    String resolution) {
        return changed(server, server.client().post(path(id, "/close"), Map.of("resolution", resolution)));
    }

    private static String path(String id, String more) {
        return "/v1/incidents/" + Paths.segment(id) + more;
    }

    private static int changed(ServerOptions server, JsonNode incident) {
        if (!server.printed(incident)) {
            print(incident);
            var id = incident.path("id").asString();
            System.out.println(
                    incident.path("open").asBoolean()
                            ? "next: astern incident show " + id
                            : "next: astern journal export --incident " + id);
        }
        return 0;
    }

    private static void print(JsonNode incident) {
        line(text(incident, "id") + ": " + text(incident, "what"));
        var of = incident.path("of");
        line("  opened by " + text(incident, "openedBy") + " at " + text(incident, "openedAt") + ", cause "
                + text(incident, "cause") + (of.isNull() ? "" : " " + of.asString()));
        var sessions = incident.path("sessions")
                .valueStream()
                .map(JsonNode::asString)
                .limit(SHOWN_SESSIONS)
                .collect(Collectors.joining(", "));
        int count = incident.path("sessions").size();
        line("  owner " + text(incident, "owner") + "; " + count + (count == 1 ? " session" : " sessions")
                + (count == 0 ? "" : ": " + sessions) + (count > SHOWN_SESSIONS ? ", …" : ""));
        var closing = incident.path("closing");
        if (!closing.isNull()) {
            line("  closed by " + text(closing, "byName") + " at " + text(closing, "at") + ": "
                    + text(closing, "resolution"));
        }
    }

    private static String text(JsonNode of, String field) {
        return of.path(field).asString();
    }

    private static void line(String text) {
        System.out.println(Table.clean(text));
    }
}
