package dev.astern.connector.sql;

import dev.astern.connector.TargetConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** Opens connections to one target; no password is ever part of a url. */
public final class OwnerConnections {
    private static final int CONNECT_TIMEOUT_S = 10;

    private final TargetConfig config;

    public OwnerConnections(TargetConfig config) {
        this.config = config;
    }

    /** As the gateway's own role. */
    public Connection open() throws SQLException {
        return open(config.user(), config.password().reveal());
    }

    Connection open(String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "astern");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT_S));
        properties.setProperty("tcpKeepAlive", "true");
        // Agents' statements are not for our logs; the server's details would quote their rows.
        properties.setProperty("logServerErrorDetail", "false");
        var connection = new Driver().connect(config.url(), properties);
        if (connection == null) {
            throw new SQLException("the url is not one of PostgreSQL's", "08001");
        }
        return connection;
    }
}
