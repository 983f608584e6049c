package dev.astern.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Runs SQL as an agent: with a session's token, given by --token-file.")
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Option(names = "--target")
    private @Nullable String target;

    @Option(names = "--rehearse", description = "See the effects and keep none.")
    private boolean rehearse;

    @Option(names = "--idempotency-key")
    private @Nullable String key;

    @Parameters(paramLabel = "SQL", arity = "1..*", description = "Statements of one transaction.")
    private List<String> statements;

    @Override
    public Integer call() {
        var body = new HashMap<String, @Nullable Object>();
        body.put("target", target);
        body.put("statements", statements);
        body.put("rehearse", rehearse);
        var answer = server.client().post("/v1/actions", body, key == null ? Map.of() : Map.of("Idempotency-Key", key));
        if (server.printed(answer)) {
            return 0;
        }
        if (answer.path("state").asString().equals("held")) {
            return held(answer);
        }
        answer.path("results").forEach(result -> {
            System.out.println(result.path("tag").asString() + " "
                    + result.path("rowCount").asLong());
            if (!result.path("columns").isEmpty()) {
                var head = result.path("columns")
                        .valueStream()
                        .map(c -> c.path("name").asString());
                var table = new Table(head.toArray(String[]::new));
                result.path("rows")
                        .forEach(row -> table.row(row.valueStream()
                                .map(v -> v.isNull() ? "∅" : v.asString())
                                .toArray()));
                table.print();
            }
        });
        System.out.println("action " + answer.path("action").asString() + " "
                + answer.path("state").asString()
                + (rehearse ? "; nothing of it was kept" : ""));
        CountsText.print(answer.path("counts"));
        answer.path("notes").forEach(note -> System.out.println("  note: " + note.asString()));
        return 0;
    }

    private static int held(JsonNode answer) {
        System.out.println("action " + answer.path("action").asString() + " waits for people: "
                + Table.printable(answer.path("why").asString()));
        CountsText.print(answer.path("counts"));
        System.out.println(
                "Next, whoever may: astern approvals " + answer.path("approval").asString());
        return Main.PARTLY;
    }
}
