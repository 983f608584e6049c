package dev.astern.storage.postgres;

import dev.astern.journal.Bytes;
import dev.astern.sealing.KeyStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgKeys implements KeyStore {
    private final JdbcClient jdbc;

    PgKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public WrappedKey currentOr(WrappedKey fresh, Instant now) {
        return ofScope(fresh.scope()).orElseGet(() -> {
            jdbc.sql("""
                            INSERT INTO astern_keys.data_key (id, scope, wrapped, created_at)
                            VALUES (:id, :scope, :wrapped, :at) ON CONFLICT (scope) DO NOTHING
                            """)
                    .param("id", fresh.id())
                    .param("scope", fresh.scope())
                    .param("wrapped", fresh.wrapped().toArray())
                    .param("at", PgTime.of(now))
                    .update();
            // Destroyed in between: the caller tries again, rather than seal under a key that is gone.
            return ofScope(fresh.scope())
                    .orElseThrow(() -> new IllegalStateException("key " + fresh.id() + " was destroyed while made"));
        });
    }

    private Optional<WrappedKey> ofScope(String scope) {
        return jdbc.sql("SELECT id, scope, wrapped FROM astern_keys.data_key WHERE scope = :scope")
                .param("scope", scope)
                .query(PgKeys::row)
                .optional();
    }

    @Override
    public Optional<WrappedKey> byId(String id) {
        return jdbc.sql("SELECT id, scope, wrapped FROM astern_keys.data_key WHERE id = :id")
                .param("id", id)
                .query(PgKeys::row)
                .optional();
    }

    @Override
    public List<String> ofScopes(List<String> scopes) {
        return jdbc.sql("SELECT id FROM astern_keys.data_key WHERE scope = ANY (:scopes) ORDER BY id")
                .param("scopes", scopes.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    private static WrappedKey row(ResultSet row, int number) throws SQLException {
        return new WrappedKey(row.getString("id"), row.getString("scope"), Bytes.copyOf(row.getBytes("wrapped")));
    }
}
