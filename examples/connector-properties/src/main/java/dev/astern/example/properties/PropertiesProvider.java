package dev.astern.example.properties;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Targets of kind {@code properties}: the url is a folder, each {@code NAME.properties} in it a resource. */
public final class PropertiesProvider implements ConnectorProvider {
    @Override
    public String kind() {
        return "properties";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return new ResourceConnector(new PropertiesSystem(folder(config)), lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        var folder = folder(config);
        return new ResourceInstallation(
                () -> new PropertiesSystem(folder), lent.keeping(), "a folder of settings", List.of());
    }

    private static Path folder(TargetConfig config) {
        try {
            var folder = Path.of(config.url());
            if (folder.isAbsolute() && Files.isDirectory(folder)) {
                return folder;
            }
        } catch (InvalidPathException e) {
            // As good as a folder that is not there.
        }
        throw Problem.of(Reason.BAD_REQUEST, "the url is the absolute path of a folder")
                .toException();
    }
}
