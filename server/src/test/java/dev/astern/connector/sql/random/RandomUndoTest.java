package dev.astern.connector.sql.random;

import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import dev.astern.connector.sql.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random schemas, random writes of an agent and of people in between, undo, compare with {@link Model}. */
class RandomUndoTest {
    private static final int CASES = Integer.getInteger("astern.cases", 16);
    private static final long FIRST = Long.getLong("astern.seed", 1);
    private static final Set<Reason> BY_CONSTRAINT =
            Set.of(Reason.REFERENCED_BY_OTHERS, Reason.PARENT_MISSING, Reason.UNIQUE_TAKEN);

    @Test
    void what_comes_back_is_what_the_model_says() {
        var stories = new HashMap<Long, Story>();
        var schema = new ArrayList<String>();
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            stories.put(seed, Story.random(seed));
            schema.addAll(stories.get(seed).schema());
        }
        try (var target = new Target(schema.toArray(String[]::new))) {
            for (long seed = FIRST; seed < FIRST + CASES; seed++) {
                var story = Objects.requireNonNull(stories.get(seed));
                var wrong = told(target, story);
                if (wrong.isPresent()) {
                    throw new AssertionError("seed " + seed + ": " + shrunk(story, wrong.get()));
                }
            }
        }
    }

    /** Steps are left out as long as something stays wrong. */
    private static String shrunk(Story story, String wrong) {
        var small = story;
        var said = wrong;
        for (int i = story.steps().size() - 1; i >= 0; i--) {
            var fewer = new ArrayList<>(small.steps());
            fewer.remove(i);
            try (var target = new Target(story.schema().toArray(String[]::new))) {
                var still = told(target, small.with(fewer));
                if (still.isPresent()) {
                    small = small.with(fewer);
                    said = still.get();
                }
            }
        }
        return said + "\n" + String.join(";\n", small.schema()) + ";\n" + small.steps();
    }

    /** What is wrong after the story and its undo, if anything. */
    private static Optional<String> told(Target target, Story story) {
        var session = Target.session();
        try {
            var model = new Model();
            var actions = new ArrayList<String>();
            var now = contents(target, story);
            for (var step : story.steps()) {
                if (step.agent()) {
                    act(target, session, step.sql()).ifPresent(actions::add);
                } else {
                    person(target, step.sql());
                }
                var then = contents(target, story);
                model.step(step.agent(), now, then);
                now = then;
            }
            if (actions.isEmpty()) {
                return Optional.empty();
            }
            var report = target.undo(actions.toArray(String[]::new));
            return compare(model, now, contents(target, story), report);
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            target.connector().revoke(session);
        }
    }

    private static Optional<String> act(Target target, SessionRef session, String sql) {
        try {
            var id = target.act(session, sql);
            return target.effects(id).isEmpty() ? Optional.empty() : Optional.of(id);
        } catch (AssertionError e) {
            // The database refused it, which is part of the story.
            return Optional.empty();
        }
    }

    private static void person(Target target, String sql) {
        try {
            target.owner(sql);
        } catch (IllegalStateException e) {
            // As above.
        }
    }

    private static Optional<String> compare(
            Model model,
            Map<String, Map<String, @Nullable String>> now,
            Map<String, Map<String, @Nullable String>> after,
            UndoReport report) {
        var items = new HashMap<String, UndoItem>();
        for (var item : report.items()) {
            var key = Objects.requireNonNull(item.key()).get("id");
            if (items.put(item.resource() + "/" + key, item) != null) {
                return Optional.of("two items for " + item.resource() + "/" + key);
            }
        }
        var keys = new TreeSet<>(now.keySet());
        keys.addAll(after.keySet());
        for (var key : keys) {
            var item = items.get(key);
            boolean kept = item != null && item.reason() != null && BY_CONSTRAINT.contains(item.reason());
            var expected = kept || !model.touched(key) ? now.get(key) : model.expected(key, now.get(key));
            if (!Objects.equals(expected, after.get(key))) {
                return Optional.of(
                        key + " is " + after.get(key) + ", not " + expected + "; was " + now.get(key) + "; " + item);
            }
            if (item != null && model.claimsTooMuch(key, item, after.get(key))) {
                return Optional.of(key + " is " + after.get(key) + ", but: " + item);
            }
            if (kept && item != null && item.result() == UndoResult.RESTORED) {
                return Optional.of("not restored, but said so: " + item);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Map<String, @Nullable String>> contents(Target target, Story story) {
        var contents = new HashMap<String, Map<String, @Nullable String>>();
        try (var connection = target.database().connect();
                var statement = connection.createStatement()) {
            for (var table : story.tables()) {
                var raw = table.substring(1, table.length() - 1).replace("\"\"", "\"");
                try (var rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        var row = new HashMap<String, @Nullable String>();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.put(rows.getMetaData().getColumnName(i), rows.getString(i));
                        }
                        contents.put("public." + raw + "/" + row.get("id"), row);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.copyOf(contents);
    }
}
