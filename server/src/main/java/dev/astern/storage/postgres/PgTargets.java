package dev.astern.storage.postgres;

import dev.astern.model.Target;
import dev.astern.storage.TargetStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgTargets implements TargetStore {
    private static final String SELECT =
            "SELECT name, kind, url, login, password_ref, options::text AS options, observes, created_at FROM target ";

    private final JdbcClient jdbc;

    PgTargets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(Target target) {
        return jdbc.sql("""
                                INSERT INTO target (name, kind, url, login, password_ref, options, observes, created_at)
                                VALUES (:name, :kind, :url, :login, :password, :options, :observes, :at)
                                ON CONFLICT DO NOTHING
                                """)
                        .param("name", target.name())
                        .param("kind", target.kind())
                        .param("url", target.url())
                        .param("login", target.user())
                        .param("password", target.passwordRef())
                        .param("options", PgJson.jsonb(target.options()))
                        .param("observes", target.observes())
                        .param("at", PgTime.of(target.createdAt()))
                        .update()
                == 1;
    }

    @Override
    public Optional<Target> byName(String name) {
        return jdbc.sql(SELECT + "WHERE name = :name")
                .param("name", name)
                .query(PgTargets::row)
                .optional();
    }

    @Override
    public List<Target> all() {
        return jdbc.sql(SELECT + "ORDER BY name").query(PgTargets::row).list();
    }

    @Override
    public boolean remove(String name) {
        return jdbc.sql("DELETE FROM target WHERE name = :name")
                        .param("name", name)
                        .update()
                == 1;
    }

    private static Target row(ResultSet row, int number) throws SQLException {
        return new Target(
                row.getString("name"),
                row.getString("kind"),
                row.getString("url"),
                row.getString("login"),
                row.getString("password_ref"),
                PgJson.map(row.getString("options")),
                row.getBoolean("observes"),
                PgTime.get(row, "created_at"));
    }
}
