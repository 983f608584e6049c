package dev.astern.connector.sql.undo;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what was decided and reads it back. The owner's triggers run first as for anybody; only where one keeps a value
 * from coming back is the work done again with that table's triggers off.
 */
final class Apply {
    private final Connection connection;
    private final Work work;
    private final Duration lockTimeout;
    private final TriggerSwitch triggers;

    Apply(Connection connection, Work work, Duration lockTimeout, TriggerSwitch triggers) {
        this.connection = connection;
        this.work = work;
        this.lockTimeout = lockTimeout;
        this.triggers = triggers;
    }

    void run(List<String> notes) throws SQLException {
        if (work.tables().isEmpty()) {
            return;
        }
        var written = Written.read(connection, work.tables());
        var before = connection.setSavepoint();
        write(written);
        var wrong = unverified();
        if (wrong.isEmpty()) {
            return;
        }
        connection.rollback(before);
        var off = new LinkedHashMap<UndoTable, String>();
        for (var table : wrong.keySet()) {
            off.put(table, triggersOff(table));
        }
        write(written);
        var still = unverified();
        if (!still.isEmpty()) {
            throw failed(still);
        }
        for (var entry : off.entrySet()) {
            triggersOn(entry.getKey(), entry.getValue());
            notes.add("triggers of " + entry.getKey().table().resource() + " change what is written, so they were off"
                    + " while it was put back; the table was locked against writers until the commit");
        }
    }

    private void write(Written written) throws SQLException {
        for (var table : work.tables()) {
            for (var park : ParkSql.of(table, work.uniqueKeys(), written)) {
                work.run(park);
            }
        }
        work.run(ApplySql.apply(work.tables(), written), "SET CONSTRAINTS ALL IMMEDIATE");
    }

    private Map<UndoTable, List<Long>> unverified() throws SQLException {
        var wrong = new LinkedHashMap<UndoTable, List<Long>>();
        for (var table : work.tables()) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(ApplySql.unverified(table))) {
                var ids = new ArrayList<Long>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                if (!ids.isEmpty()) {
                    wrong.put(table, ids);
                }
            }
        }
        return wrong;
    }

    private static RuntimeException failed(Map<UndoTable, List<Long>> wrong) {
        var first = wrong.entrySet().iterator().next();
        var table = first.getKey();
        return Problem.of(
                        Reason.VERIFY_FAILED,
                        first.getValue().size() + " rows of " + table.table().resource()
                                + " do not read back as they were put")
                .with("resource", table.table().resource())
                .toException();
    }

    private String triggersOff(UndoTable table) throws SQLException {
        work.run("SET LOCAL lock_timeout = " + Math.min(lockTimeout.toMillis(), 5_000));
        return triggers.off(connection, table.table().rel());
    }

    private void triggersOn(UndoTable table, String modes) throws SQLException {
        triggers.on(connection, table.table().rel(), modes);
    }
}
