package dev.astern.connector.sql;

import dev.astern.connector.Tool;
import java.util.List;

/** What agents may call at a PostgreSQL target. */
final class SqlTools {
    static final String RUN_SQL = "run_sql";
    static final String READ_ROWS = "read_rows";

    private static final String ONE = """
            {"type":"object","properties":{"sql":{"type":"string","description":"One SQL statement in PostgreSQL's dialect."}},"required":["sql"],"additionalProperties":false}""";
    private static final String ONE_OR_MANY = """
            {"type":"object","properties":{"sql":{"type":"string","description":"SQL in PostgreSQL's dialect."},"statements":{"type":"array","items":{"type":"string"},"description":"Several statements that take effect together or not at all."}},"additionalProperties":false}""";

    static final List<Tool> ALL = List.of(
            new Tool(READ_ROWS, "Read rows", "Runs one query that changes nothing, and returns its rows.", ONE, true),
            new Tool(
                    RUN_SQL,
                    "Run SQL",
                    "Runs SQL in one transaction. What it changes is captured and can be undone; give `sql`, or"
                            + " `statements` for several that belong together. BEGIN and COMMIT are not needed."
                            + " CREATE, DROP and TRUNCATE TABLE, ALTER TABLE with ADD, DROP and RENAME COLUMN and ALTER"
                            + " COLUMN … TYPE, CREATE and DROP INDEX go in an action of their own.",
                    ONE_OR_MANY,
                    false));

    private SqlTools() {}
}
