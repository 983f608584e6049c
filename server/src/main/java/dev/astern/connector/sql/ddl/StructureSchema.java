package dev.astern.connector.sql.ddl;

import java.util.List;

/** What the gateway's role puts at a target so that structure can be taken back; safe to run again. */
public final class StructureSchema {
    private StructureSchema() {}

    public static List<String> install() {
        return List.of(
                "CREATE SCHEMA IF NOT EXISTS astern_trash",
                "REVOKE ALL ON SCHEMA astern_trash FROM PUBLIC",
                """
                CREATE TABLE IF NOT EXISTS astern.structure (
                    step bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    action text NOT NULL,
                    kind text NOT NULL,
                    rel oid NOT NULL,
                    schema_name text NOT NULL,
                    table_name text NOT NULL,
                    name text,
                    other text,
                    kept text,
                    undoes bigint,
                    at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    seen pg_snapshot NOT NULL DEFAULT pg_current_snapshot())""",
                "CREATE INDEX IF NOT EXISTS structure_action ON astern.structure (action)",
                "CREATE INDEX IF NOT EXISTS structure_undoes ON astern.structure (undoes)",
                """
                CREATE TABLE IF NOT EXISTS astern.structure_part (
                    step bigint NOT NULL REFERENCES astern.structure ON DELETE CASCADE,
                    ord int NOT NULL,
                    role text NOT NULL,
                    object text NOT NULL,
                    sql text NOT NULL,
                    PRIMARY KEY (step, ord))""",
                """
                CREATE TABLE IF NOT EXISTS astern.structure_image (
                    step bigint NOT NULL REFERENCES astern.structure ON DELETE CASCADE,
                    ord int NOT NULL,
                    object text NOT NULL,
                    before text,
                    after text,
                    PRIMARY KEY (step, ord))""",
                """
                CREATE TABLE IF NOT EXISTS astern.erased_kept (
                    step bigint NOT NULL REFERENCES astern.structure ON DELETE CASCADE,
                    rows bigint NOT NULL)""",
                "CREATE INDEX IF NOT EXISTS erased_kept_step ON astern.erased_kept (step)");
    }
}
