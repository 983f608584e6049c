package dev.astern.storage.postgres;

import dev.astern.model.Limits;
import dev.astern.storage.UseStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgUses implements UseStore {
    private final JdbcClient jdbc;

    PgUses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Reached> take(String sessionId, String actionId, List<Take> takes, Instant now) {
        var ordered = takes.stream().sorted(Comparator.comparing(Take::name)).toList();
        return jdbc.sql("""
                        SELECT reached, had, allowed
                          FROM session_take_all(:session, :action, :names::text[], :amounts::text[]::numeric[],
                                                :maxima::text[]::numeric[], :at)
                        """)
                .param("session", sessionId)
                .param("action", actionId)
                .param("names", ordered.stream().map(Take::name).toArray(String[]::new))
                .param(
                        "amounts",
                        ordered.stream().map(Take::amount).map(PgUses::text).toArray(String[]::new))
                .param(
                        "maxima",
                        ordered.stream().map(Take::max).map(PgUses::text).toArray(String[]::new))
                .param("at", PgTime.of(now))
                .query((row, number) -> new Reached(row.getString(1), row.getBigDecimal(2), row.getBigDecimal(3)))
                .optional();
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    @Override
    public void release(String actionId) {
        jdbc.sql("SELECT session_give_back(:action)").param("action", actionId).query(row -> {});
    }

    @Override
    public Map<String, BigDecimal> used(String sessionId, String but) {
        var used = new TreeMap<String, BigDecimal>();
        jdbc.sql("""
                        SELECT u.name, u.used - coalesce(t.amount, 0)
                          FROM session_use u
                          LEFT JOIN session_take t ON t.action_id = :but AND t.session_id = u.session_id AND t.name = u.name
                         WHERE u.session_id = :session
                        """).param("session", sessionId).param("but", but).query(row -> {
            used.put(row.getString(1), row.getBigDecimal(2));
        });
        return used;
    }

    @Override
    public boolean limit(String sessionId, Limits limits) {
        return jdbc.sql("UPDATE session SET limits = :limits WHERE id = :id")
                        .param("limits", PgJson.jsonb(limits))
                        .param("id", sessionId)
                        .update()
                == 1;
    }

    @Override
    public boolean halt(String sessionId, String actionId, String why, Instant at) {
        return jdbc.sql("""
                                UPDATE session SET halted_at = :at, halted_action = :action, halted_why = :why
                                 WHERE id = :id AND halted_at IS NULL
                                """)
                        .param("at", PgTime.of(at))
                        .param("action", actionId)
                        .param("why", why)
                        .param("id", sessionId)
                        .update()
                == 1;
    }

    @Override
    public boolean resume(String sessionId) {
        return jdbc.sql("""
                                UPDATE session SET halted_at = NULL, halted_action = NULL, halted_why = NULL
                                 WHERE id = :id AND halted_at IS NOT NULL
                                """).param("id", sessionId).update() == 1;
    }
}
