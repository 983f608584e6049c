package dev.astern.storage.postgres;

import dev.astern.model.ObservedCall;
import dev.astern.storage.ObservedStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgObserved implements ObservedStore {
    private static final String SELECT =
            "SELECT action_id, session_id, call, allowed_at, report_by FROM observed_call WHERE call IS NOT NULL AND ";

    private final JdbcClient jdbc;

    PgObserved(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean allow(ObservedCall call) {
        return jdbc.sql("""
                        INSERT INTO observed_call (action_id, session_id, call, allowed_at, report_by)
                        VALUES (:action, :session, :call, :at, :by) ON CONFLICT DO NOTHING
                        """)
                        .param("action", call.actionId())
                        .param("session", call.sessionId())
                        .param("call", call.call())
                        .param("at", PgTime.of(call.allowedAt()))
                        .param("by", PgTime.of(call.reportBy()))
                        .update()
                == 1;
    }

    @Override
    public Optional<ObservedCall> byAction(String actionId) {
        return jdbc.sql(SELECT + "action_id = :action")
                .param("action", actionId)
                .query(PgObserved::row)
                .optional();
    }

    @Override
    public Optional<ObservedCall> byCall(String sessionId, String call) {
        return jdbc.sql(SELECT + "session_id = :session AND call = :call")
                .param("session", sessionId)
                .param("call", call)
                .query(PgObserved::row)
                .optional();
    }

    @Override
    public Optional<ObservedCall> fence(String actionId) {
        jdbc.sql("INSERT INTO observed_call (action_id) VALUES (:action) ON CONFLICT DO NOTHING")
                .param("action", actionId)
                .update();
        return byAction(actionId);
    }

    private static ObservedCall row(ResultSet row, int number) throws SQLException {
        return new ObservedCall(
                row.getString("action_id"),
                row.getString("session_id"),
                row.getString("call"),
                PgTime.get(row, "allowed_at"),
                PgTime.get(row, "report_by"));
    }
}
