package dev.astern.crash;

import dev.astern.gateway.ActionRequest;
import java.util.List;
import java.util.Map;

/**
 * One unit of work at the target, known by its number alone, so that every process tells the same story about it: a mark
 * that counts how often it took effect, and an update, a delete or an insert of a document of its own.
 */
record Work(int number) {
    static final String TARGET = "books";

    enum Kind {
        UPDATE,
        DELETE,
        INSERT
    }

    static List<String> tables(int documents) {
        return List.of(
                "CREATE TABLE mark (key text PRIMARY KEY, hits int NOT NULL)",
                "CREATE TABLE doc (id int PRIMARY KEY, body text NOT NULL)",
                "INSERT INTO doc SELECT i, 'original ' || i FROM generate_series(1, " + documents + ") i");
    }

    static Work ofKey(String key) {
        return new Work(Integer.parseInt(key.substring(1)));
    }

    String key() {
        return "w" + number;
    }

    Kind kind() {
        return Kind.values()[number % Kind.values().length];
    }

    /** Whether the agent's operator takes it back right away. */
    boolean undoneAtOnce() {
        return number % 5 == 0;
    }

    /** Whether a person changes its document before everything is taken back. */
    boolean editedByAPerson() {
        return kind() == Kind.UPDATE && number % 7 == 0;
    }

    ActionRequest request() {
        return new ActionRequest(
                TARGET, "run_sql", Map.of("statements", statements()), false, null, key(), "crash", List.of(), 20_000);
    }

    private List<String> statements() {
        var mark = "INSERT INTO mark VALUES ('" + key() + "', 1) ON CONFLICT (key) DO UPDATE SET hits = mark.hits + 1";
        return List.of(
                mark,
                switch (kind()) {
                    case UPDATE -> "UPDATE doc SET body = '" + key() + "' WHERE id = " + number;
                    case DELETE -> "DELETE FROM doc WHERE id = " + number;
                    case INSERT -> "INSERT INTO doc VALUES (" + -number + ", '" + key() + "')";
                });
    }

    /** What the target holds of it while it is in effect: number of the document, and its body unless it is gone. */
    Map<Integer, String> documents(boolean inEffect) {
        var original = "original " + number;
        return switch (kind()) {
            case UPDATE -> Map.of(number, inEffect ? key() : original);
            case DELETE -> inEffect ? Map.of() : Map.of(number, original);
            case INSERT -> inEffect ? Map.of(number, original, -number, key()) : Map.of(number, original);
        };
    }
}
