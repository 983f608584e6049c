package dev.astern.workspace.connector;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.mirror.ProgressLog;
import dev.astern.workspace.remote.RemoteConnector;
import dev.astern.workspace.remote.RemoteInstallation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Folders that agents work in, with files and commands. */
public final class WorkspaceProvider implements ConnectorProvider {
    private final Path dataDir;
    private final Engines engines;
    private final RecoveryLibrary library;

    /** With the entries that come with Astern. */
    public WorkspaceProvider(Path dataDir, Clock clock) {
        this(dataDir, clock, RecoveryLibrary.shipped());
    }

    /** @param dataDir Astern's own folder, which commands never see */
    public WorkspaceProvider(Path dataDir, Clock clock, RecoveryLibrary library) {
        this(dataDir, clock, library, root -> new ProgressLog(root.toString(), clock));
    }

    WorkspaceProvider(Path dataDir, Clock clock, RecoveryLibrary library, Engines.Told told) {
        this.library = library;
        this.dataDir = dataDir.toAbsolutePath().normalize();
        this.engines = new Engines(clock, told);
    }

    @Override
    public String kind() {
        return "workspace";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        var settings = WorkspaceSettings.of(config, dataDir);
        return switch (settings) {
            case WorkspaceSettings.Embedded embedded -> new WorkspaceConnector(engines, embedded.engine(), library);
            case WorkspaceSettings.OfRunner runner ->
                new RemoteConnector(runner.socket(), config.name(), WorkspaceTools.ALL);
        };
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        return switch (WorkspaceSettings.of(config, dataDir)) {
            case WorkspaceSettings.Embedded embedded -> new WorkspaceInstallation(engines, embedded.engine(), true);
            case WorkspaceSettings.OfRunner runner -> new RemoteInstallation(runner.socket(), config.name(), dataDir);
        };
    }

    /** For a runner: the workspace itself, in this process. */
    public Connector hosted(String name, Path root, Map<String, String> options) {
        return new WorkspaceConnector(engines, WorkspaceSettings.engine(name, root, options, dataDir), library);
    }

    /** For a runner: what is kept. */
    public Installation hostedInstallation(String name, Path root, Map<String, String> options) {
        return new WorkspaceInstallation(engines, WorkspaceSettings.engine(name, root, options, dataDir), false);
    }

    @Override
    public void close() {
        engines.close();
    }
}
