package dev.astern.workspace.program;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Within;
import dev.astern.connector.testkit.Laboratory.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host on which one program, {@code cards}, shows and sets the cards of some system elsewhere. */
final class CardShell implements Shell {
    private final Map<String, Map<String, String>> cards = new HashMap<>();
    private @Nullable Fault next;

    synchronized Optional<Map<String, String>> card(String key) {
        return Optional.ofNullable(cards.get(key)).map(Map::copyOf);
    }

    synchronized void put(String key, Map<String, String> card) {
        cards.put(key, new HashMap<>(card));
    }

    synchronized void remove(String key) {
        cards.remove(key);
    }

    synchronized void next(Fault fault) {
        next = fault;
    }

    @Override
    public synchronized Ran run(List<String> argv, Within within) {
        if (!argv.getFirst().equals("cards")) {
            return ended(127, "");
        }
        var key = argv.get(2);
        if (argv.get(1).equals("show")) {
            return card(key)
                    .map(card ->
                            ended(0, "{\"title\":\"" + card.get("title") + "\",\"note\":\"" + card.get("note") + "\"}"))
                    .orElseGet(() -> ended(1, ""));
        }
        return set(key, Map.of("title", argv.get(3), "note", argv.get(4)));
    }

    private Ran set(String key, Map<String, String> card) {
        var fault = next;
        next = null;
        if (fault == null || fault == Fault.FAIL_AFTER || fault == Fault.LOSE_ANSWER) {
            cards.put(key, card);
        }
        return switch (fault) {
            case null -> ended(0, "set");
            case LIE -> ended(0, "set");
            case REFUSE, FAIL, FAIL_AFTER -> ended(1, "");
            case LOSE_ANSWER, HANG -> new Ran.Lost(Problem.of(Reason.STATEMENT_TIMEOUT, "it did not end in time"));
        };
    }

    private static Ran ended(int exit, String stdout) {
        var result = new Output.Result(
                "output", 1, List.of(new Output.Column("text", "text")), List.of(List.of(stdout)), false);
        return new Ran.Ended(exit, Optional.of(stdout), new Output(exit, List.of(result)));
    }

    @Override
    public Optional<Problem> unreachable() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Others may still use it.
    }
}
