package dev.astern.connector.sql.undo;

import java.sql.Connection;
import java.sql.SQLException;

/** Switches the owner's own triggers of a table off, and on again. */
interface TriggerSwitch {
    /** @return their names and how they were enabled, as JSON */
    String off(Connection connection, long rel) throws SQLException;

    void on(Connection connection, long rel, String modes) throws SQLException;

    /** As an undo's login may. */
    TriggerSwitch OF_UNDO = new TriggerSwitch() {
        @Override
        public String off(Connection connection, long rel) throws SQLException {
            try (var call = connection.prepareStatement("SELECT astern.user_triggers_off(?::oid)::text")) {
                call.setLong(1, rel);
                try (var row = call.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        }

        @Override
        public void on(Connection connection, long rel, String modes) throws SQLException {
            try (var call = connection.prepareStatement("SELECT astern.user_triggers_on(?::oid, ?::jsonb)")) {
                call.setLong(1, rel);
                call.setString(2, modes);
                call.execute();
            }
        }
    };

    /**
     * As a rehearsal may, which takes everything back.
     *
     * @param secret of the target's previews
     */
    static TriggerSwitch ofRehearsal(String secret) {
        return new TriggerSwitch() {
            @Override
            public String off(Connection connection, long rel) throws SQLException {
                try (var call = connection.prepareStatement("SELECT astern.rehearse_triggers_off(?, ?::oid)::text")) {
                    call.setString(1, secret);
                    call.setLong(2, rel);
                    try (var row = call.executeQuery()) {
                        row.next();
                        return row.getString(1);
                    }
                }
            }

            @Override
            public void on(Connection connection, long rel, String modes) {
                // The rollback does.
            }
        };
    }
}
