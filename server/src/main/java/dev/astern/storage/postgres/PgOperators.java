package dev.astern.storage.postgres;

import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.storage.OperatorStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgOperators implements OperatorStore {
    private static final String COLUMNS = "id, name, permissions, created_at, revoked_at";

    private final JdbcClient jdbc;

    PgOperators(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(Operator operator, String tokenHash) {
        return insert("", operator, tokenHash);
    }

    @Override
    public boolean addFirst(Operator operator, String tokenHash) {
        // The lock makes "there is none" and "now there is one" a single step.
        return insert("""
                WITH only_one AS MATERIALIZED (SELECT pg_advisory_xact_lock(7307498273)),
                     empty AS MATERIALIZED (
                         SELECT 1 FROM only_one WHERE NOT EXISTS (SELECT 1 FROM operator))
                """, operator, tokenHash);
    }

    private boolean insert(String guard, Operator operator, String tokenHash) {
        var sql = guard + """
                INSERT INTO operator (id, name, token_hash, permissions, created_at)
                SELECT :id, :name, :hash, :permissions, :at
                """ + (guard.isEmpty() ? "" : " FROM empty ") + " ON CONFLICT (tenant, name) DO NOTHING";
        return jdbc.sql(sql)
                        .param("id", operator.id())
                        .param("name", operator.name())
                        .param("hash", tokenHash)
                        .param("permissions", codes(operator))
                        .param("at", PgTime.of(operator.createdAt()))
                        .update()
                == 1;
    }

    private static String[] codes(Operator operator) {
        return operator.permissions().stream().map(Permission::code).sorted().toArray(String[]::new);
    }

    @Override
    public Optional<Operator> byTokenHash(String tokenHash) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM operator WHERE token_hash = :hash")
                .param("hash", tokenHash)
                .query(PgOperators::row)
                .optional();
    }

    @Override
    public Optional<Operator> byName(String name) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM operator WHERE name = :name")
                .param("name", name)
                .query(PgOperators::row)
                .optional();
    }

    @Override
    public List<Operator> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM operator ORDER BY name")
                .query(PgOperators::row)
                .list();
    }

    @Override
    public boolean rotate(String name, String tokenHash) {
        return jdbc.sql("UPDATE operator SET token_hash = :hash WHERE name = :name AND revoked_at IS NULL")
                        .param("hash", tokenHash)
                        .param("name", name)
                        .update()
                == 1;
    }

    @Override
    public boolean revoke(String name, Instant at) {
        return jdbc.sql("UPDATE operator SET revoked_at = :at WHERE name = :name AND revoked_at IS NULL")
                        .param("at", PgTime.of(at))
                        .param("name", name)
                        .update()
                == 1;
    }

    private static Operator row(ResultSet row, int number) throws SQLException {
        return new Operator(
                row.getString("id"),
                row.getString("name"),
                Arrays.stream((String[]) row.getArray("permissions").getArray())
                        .flatMap(code -> Permission.ofCode(code).stream())
                        .collect(Collectors.toSet()),
                PgTime.get(row, "created_at"),
                PgTime.getOrNull(row, "revoked_at"));
    }
}
