package dev.astern.storage.postgres;

import dev.astern.model.KeptPolicy;
import dev.astern.model.Page;
import dev.astern.storage.PolicyStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgPolicies implements PolicyStore {
    private static final String SELECT = "SELECT place, digest, name, version, content, at, operator FROM policy ";

    private final JdbcClient jdbc;

    PgPolicies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> inForce() {
        return jdbc.sql("SELECT digest FROM policy ORDER BY place DESC LIMIT 1")
                .query(String.class)
                .optional();
    }

    @Override
    public Optional<KeptPolicy> byDigest(String digest) {
        return jdbc.sql(SELECT + "WHERE digest = :digest ORDER BY place DESC LIMIT 1")
                .param("digest", digest)
                .query(PgPolicies::row)
                .optional();
    }

    @Override
    public void put(KeptPolicy policy) {
        jdbc.sql("""
                        INSERT INTO policy (digest, name, version, content, at, operator)
                        VALUES (:digest, :name, :version, :content, :at, :operator)
                        """)
                .param("digest", policy.digest())
                .param("name", policy.name())
                .param("version", policy.version())
                .param("content", policy.content())
                .param("at", PgTime.of(policy.at()))
                .param("operator", policy.by())
                .update();
    }

    @Override
    public Page<KeptPolicy> page(@Nullable String from, int limit) {
        var rows = jdbc.sql(SELECT + "WHERE :from::bigint IS NULL OR place < :from ORDER BY place DESC LIMIT :limit")
                .param("from", from == null ? null : Long.valueOf(from))
                .param("limit", Cursor.fetch(limit))
                .query(PgPolicies::row)
                .list();
        return Cursor.page(rows, limit, policy -> String.valueOf(policy.place()));
    }

    private static KeptPolicy row(ResultSet row, int number) throws SQLException {
        return new KeptPolicy(
                row.getLong("place"),
                row.getString("digest"),
                row.getString("name"),
                row.getString("version"),
                row.getString("content"),
                PgTime.get(row, "at"),
                row.getString("operator"));
    }
}
