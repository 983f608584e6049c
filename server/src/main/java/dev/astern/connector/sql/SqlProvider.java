package dev.astern.connector.sql;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.sql.install.SqlInstallation;

/** PostgreSQL targets. */
public final class SqlProvider implements ConnectorProvider {
    @Override
    public String kind() {
        return "postgresql";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return open(config);
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        return installation(config);
    }

    /** Needs nothing lent: all it keeps is at the target. */
    public Connector open(TargetConfig config) {
        return new SqlConnector(connections(config), SqlSettings.of(config.options()));
    }

    public Installation installation(TargetConfig config) {
        return new SqlInstallation(connections(config), SqlSettings.of(config.options()));
    }

    private static OwnerConnections connections(TargetConfig config) {
        TargetUrl.check(config.url());
        return new OwnerConnections(config);
    }
}
