package dev.astern.connector.sql;

import dev.astern.connector.SessionRef;
import dev.astern.connector.sql.install.Roles;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import org.postgresql.util.PasswordUtil;

/**
 * Makes and removes the login roles of sessions. A role is granted nothing but membership in its group, so that it can
 * always be dropped, and its name tells whose it is.
 */
final class Logins {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PASSWORD_BYTES = 32;
    private static final int SALT_BYTES = 16;
    /** Repeating makes a guessable password dear to guess; 256 bits of chance need none, and each connection pays for it. */
    private static final int SCRAM_ITERATIONS = 1;

    private static final int ATTEMPTS = 20;
    /** "tuple concurrently updated", or deleted, in PostgreSQL's catalog. */
    private static final String CHANGED_MEANWHILE = "XX000";

    /** Which capture fires for a login's statements. */
    enum Kind {
        FEW_ROWS(Roles.ROW_PREFIX),
        BULK(Roles.BULK_PREFIX),
        UNDO(Roles.UNDO_PREFIX);

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        String login(SessionRef session) {
            var id = session.id();
            return prefix + id.substring(id.indexOf('_') + 1);
        }
    }

    /** A login and its password, which only this process knows. */
    record Login(String name, String password) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final KeptConnections owner;

    Logins(KeptConnections owner) {
        this.owner = owner;
    }

    Login make(SessionRef session, Kind kind, int connectionLimit) throws SQLException {
        var login = new Login(kind.login(session), password());
        try (var lent = owner.lend()) {
            var verb = exists(lent.connection(), login.name()) ? "ALTER" : "CREATE";
            write(lent.connection(), verb, login, session, kind, connectionLimit);
        }
        return login;
    }

    /** Gives a login another password; nothing where whoever ended the session took it away. */
    Optional<Login> renew(SessionRef session, Kind kind, int connectionLimit) throws SQLException {
        var login = new Login(kind.login(session), password());
        try (var lent = owner.lend()) {
            if (!exists(lent.connection(), login.name())) {
                return Optional.empty();
            }
            write(lent.connection(), "ALTER", login, session, kind, connectionLimit);
        }
        return Optional.of(login);
    }

    private static void write(
            Connection connection, String verb, Login login, SessionRef session, Kind kind, int connectionLimit)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            var roles = Roles.of(connection);
            var group = kind == Kind.UNDO ? roles.undo() : roles.agents();
            var name = Identifiers.quote(login.name());
            // What a role may by default goes unsaid: naming SUPERUSER, even to deny it, takes a superuser when
            // altering.
            // The server gets a verifier, so the password is in no log of its.
            var verifier = PasswordUtil.encodeScramSha256(
                    login.password().toCharArray(), SCRAM_ITERATIONS, random(SALT_BYTES));
            statement.execute(verb + " ROLE " + name + " LOGIN CONNECTION LIMIT "
                    + connectionLimit + " VALID UNTIL "
                    + Identifiers.literal(session.expiresAt().toString())
                    + " PASSWORD " + Identifiers.literal(verifier));
            statement.execute("GRANT " + Identifiers.quote(group) + " TO " + name);
            letUsEndIt(connection, statement, login.name());
        }
    }

    /** From version 16 on a role's maker is not its member, and only a member may end its backends. */
    private static void letUsEndIt(Connection connection, Statement statement, String name) throws SQLException {
        var sql = "SELECT pg_catalog.pg_has_role(" + Identifiers.literal(name) + ", 'USAGE')";
        try (var row = statement.executeQuery(sql)) {
            row.next();
            if (row.getBoolean(1)) {
                return;
            }
        }
        statement.execute("GRANT " + Identifiers.quote(name) + " TO "
                + Identifiers.quote(connection.getMetaData().getUserName()));
    }

    /** Ends what the session has running here, and its logins. */
    void end(SessionRef session) throws SQLException {
        try (var lent = owner.lend()) {
            for (var kind : Kind.values()) {
                end(lent.connection(), kind.login(session));
            }
        }
    }

    private static void end(Connection connection, String name) throws SQLException {
        for (int attempt = 1; exists(connection, name); attempt++) {
            try {
                remove(connection, name);
                return;
            } catch (SQLException e) {
                // An action may be making it anew, or another node ending it: PostgreSQL waits for them and then gives
                // up.
                if (attempt == ATTEMPTS || !CHANGED_MEANWHILE.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private static void remove(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + Identifiers.quote(name) + " NOLOGIN");
            try (var terminate = connection.prepareStatement(
                    "SELECT pg_catalog.pg_terminate_backend(pid, 5000) FROM pg_catalog.pg_stat_activity"
                            + " WHERE usename = ?")) {
                terminate.setString(1, name);
                terminate.execute();
            }
            statement.execute("DROP ROLE " + Identifiers.quote(name));
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (var select = connection.prepareStatement("SELECT FROM pg_catalog.pg_roles WHERE rolname = ?")) {
            select.setString(1, name);
            try (var row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static String password() {
        return HexFormat.of().formatHex(random(PASSWORD_BYTES));
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
