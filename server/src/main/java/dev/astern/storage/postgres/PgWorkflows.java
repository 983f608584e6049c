package dev.astern.storage.postgres;

import dev.astern.storage.WorkflowStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgWorkflows implements WorkflowStore {
    private final JdbcClient jdbc;

    PgWorkflows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> stage(String workflow) {
        return jdbc.sql("SELECT stage FROM workflow WHERE name = :name")
                .param("name", workflow)
                .query(String.class)
                .optional();
    }

    @Override
    public Map<String, String> stages() {
        var stages = new TreeMap<String, String>();
        jdbc.sql("SELECT name, stage FROM workflow").query(row -> {
            stages.put(row.getString(1), row.getString(2));
        });
        return stages;
    }

    @Override
    public void put(String workflow, String stage, String operator, Instant at) {
        jdbc.sql("""
                        INSERT INTO workflow (name, stage, operator, at) VALUES (:name, :stage, :operator, :at)
                        ON CONFLICT (name) DO UPDATE
                           SET stage = excluded.stage, operator = excluded.operator, at = excluded.at
                        """)
                .param("name", workflow)
                .param("stage", stage)
                .param("operator", operator)
                .param("at", PgTime.of(at))
                .update();
    }
}
