package dev.astern.connector.mcp;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.library.RecoveryLibrary;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Connects upstream MCP servers, over their standard streams or Streamable HTTP. The url is {@code stdio:PROGRAM} or the
 * server's own.
 */
public final class McpProvider implements ConnectorProvider {
    private final Path folder;
    private final Supplier<RecoveryLibrary> library;

    /**
     * @param folder where pinned definitions are kept, a file for each target
     * @param library says what tools do and how that is taken back
     */
    public McpProvider(Path folder, Supplier<RecoveryLibrary> library) {
        this.folder = folder;
        this.library = library;
    }

    @Override
    public String kind() {
        return "mcp";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        var settings = McpSettings.of(config, lent.secrets());
        var system = new McpSystem(
                settings,
                library.get(),
                new Tools(settings.server(), upstream(settings), pins(config).read()));
        return new ResourceConnector(system, lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        var settings = McpSettings.of(config, lent.secrets());
        return new McpInstallation(() -> upstream(settings), pins(config), lent.keeping());
    }

    private Pins pins(TargetConfig config) {
        return new Pins(folder.resolve(config.name() + ".json"));
    }

    private static Upstream upstream(McpSettings settings) {
        int most = settings.limits().answerBytes();
        var shown = settings.wire().shown();
        return switch (settings.wire()) {
            case McpSettings.WireSettings.Stdio(var launcher) ->
                new Upstream(new VeiledWire(new StdioWire(launcher, most), shown), false);
            case McpSettings.WireSettings.Http(var url, var headers, var statelessFirst) ->
                new Upstream(new VeiledWire(new HttpWire(url, headers, most), shown), statelessFirst);
        };
    }
}
