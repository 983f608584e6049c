package dev.astern.workspace.program;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.connector.WorkspaceProvider;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

/**
 * Targets of kind {@code command}: what programs change elsewhere. The url is an empty folder that they start in; the options
 * are a workspace's, with the network reachable unless {@code network=none} says otherwise.
 */
public final class ProgramProvider implements ConnectorProvider {
    private final WorkspaceProvider workspaces;
    private final Supplier<RecoveryLibrary> library;

    public ProgramProvider(WorkspaceProvider workspaces, Supplier<RecoveryLibrary> library) {
        this.workspaces = workspaces;
        this.library = library;
    }

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return new ResourceConnector(system(config, lent), lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        var findings = workspaces.installation(reaching(config), lent).status().findings();
        return new ResourceInstallation(() -> system(config, lent), lent.keeping(), "commands", List.copyOf(findings));
    }

    private ProgramSystem system(TargetConfig config, Lent lent) {
        return new ProgramSystem(library, new WorkspaceShell(workspaces.open(reaching(config), lent)));
    }

    private static TargetConfig reaching(TargetConfig config) {
        var options = new HashMap<>(config.options());
        options.putIfAbsent("network", "host");
        return new TargetConfig(config.name(), config.url(), config.user(), config.password(), options);
    }
}
