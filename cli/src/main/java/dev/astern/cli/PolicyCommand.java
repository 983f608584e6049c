package dev.astern.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lint and prove need no server; the rest is about the policy in force there, and what was recorded under it. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "What agents may do: check policy files, try them on what was recorded, put one in force.",
        subcommands = {PolicyLintCommand.class, PolicyProveCommand.class, picocli.CommandLine.HelpCommand.class})
final class PolicyCommand {
    @Command(name = "show", mixinStandardHelpOptions = true, description = "The policy in force.")
    int show(@Mixin ServerOptions server) {
        var policy = server.client().get("/v1/policy");
        if (!server.printed(policy)) {
            var by = policy.path("by");
            System.out.println("policy " + Table.printable(policy.path("name").asString()) + ", "
                    + policy.path("rules").asInt() + " rules, digest "
                    + policy.path("digest").asString());
            System.out.println(
                    by.isString()
                            ? "in force since " + policy.path("since").asString() + ", by " + by.asString()
                            : "in force since the server was set up; nobody has applied another one");
            if (policy.path("content").isString()) {
                System.out.println();
                System.out.print(policy.path("content").asString());
            }
        }
        return 0;
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Puts a policy in force; one with errors is refused, and the one before stays.")
    int apply(@Mixin ServerOptions server, @Parameters(paramLabel = "FILE") Path file) {
        var body = new HashMap<String, Object>();
        body.put("content", read(file));
        var policy = server.client().put("/v1/policy", body);
        if (!server.printed(policy)) {
            System.out.println("policy " + Table.printable(policy.path("name").asString()) + " is in force, digest "
                    + policy.path("digest").asString());
            System.out.println("What people were asked about under the one before is shown to them again.");
        }
        return 0;
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Policies that were in force, latest first.")
    int history(@Mixin ServerOptions server, @Option(names = "--limit", defaultValue = "20") int limit) {
        var page = server.client().get("/v1/policies?limit=" + limit);
        if (!server.printed(page)) {
            var table = new Table("SINCE", "NAME", "BY", "DIGEST");
            page.path("items")
                    .forEach(p -> table.row(
                            p.path("at").asString(),
                            p.path("name").asString(),
                            p.path("by").asString(),
                            p.path("digest").asString()));
            table.print();
        }
        return 0;
    }

    @Command(
            name = "simulate",
            mixinStandardHelpOptions = true,
            description = "Decides recorded actions again by a candidate, and shows what would change.")
    int simulate(
            @Mixin ServerOptions server,
            @Option(names = "--actions", defaultValue = "10000", description = "How many, latest first.") int actions,
            @Parameters(paramLabel = "FILE") Path file) {
        var body = new HashMap<String, Object>();
        body.put("content", read(file));
        body.put("actions", actions);
        var report = server.client().post("/v1/policy/simulate", body);
        if (server.printed(report)) {
            return 0;
        }
        System.out.println(report.path("actions").asLong() + " recorded actions: "
                + report.path("same").asLong() + " the same, "
                + report.path("stricter").asLong() + " stricter, "
                + report.path("laxer").asLong() + " laxer, "
                + report.path("errors").asLong() + " errors");
        var table = new Table("ACTION", "VERB", "TARGET", "WAS", "WOULD BE", "BY RULE");
        report.path("examples")
                .forEach(e -> table.row(
                        e.path("action").asString(),
                        e.path("verb").asString(),
                        e.path("target").asString(),
                        e.path("from").asString(),
                        e.path("to").asString(),
                        e.path("toRule").asString()));
        if (!report.path("examples").isEmpty()) {
            table.print();
        }
        return 0;
    }

    @Command(
            name = "suggest",
            mixinStandardHelpOptions = true,
            description = "The tightest policy that allows what was seen; read it before you use it.")
    int suggest(
            @Mixin ServerOptions server,
            @Option(names = "--name", defaultValue = "suggested") String name,
            @Option(names = "--actions", defaultValue = "10000", description = "How many, latest first.") int actions,
            @Option(names = "--out", paramLabel = "FILE") @Nullable Path out) {
        var body = new HashMap<String, Object>();
        body.put("name", name);
        body.put("actions", actions);
        var suggestion = server.client().post("/v1/policy/suggest", body);
        if (server.printed(suggestion)) {
            return 0;
        }
        var yaml = suggestion.path("yaml").asString();
        if (out == null) {
            System.out.print(yaml);
        } else {
            write(out, yaml);
            System.out.println("written to " + out);
        }
        suggestion
                .path("rules")
                .forEach(r -> System.err.println("# " + r.path("rule").asString() + ": "
                        + r.path("observations").asLong() + " seen"
                        + (r.path("thin").asBoolean() ? ", thin" : "") + " "
                        + Table.printable(r.path("note").asString())));
        suggestion
                .path("leftOut")
                .forEach(l -> System.err.println("# left out: "
                        + Table.printable(l.path("tool").asString() + " "
                                + l.path("verb").asString() + " at "
                                + l.path("target").asString() + ": "
                                + l.path("why").asString())));
        System.err.println("Next: astern policy prove FILE, astern policy simulate FILE, astern policy apply FILE");
        return 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException("can't read " + file + ": " + e.getMessage());
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }
}
