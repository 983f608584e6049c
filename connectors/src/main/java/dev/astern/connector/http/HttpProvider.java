package dev.astern.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.common.ServerUrl;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Targets of kind {@code http}: any REST API that a YAML file describes. The options are {@code description}, the name of one
 * that comes with this or the path of a file, and {@code hosts}, hosts near the gateway that may be called.
 */
public final class HttpProvider implements ConnectorProvider {
    private static final Set<String> OPTIONS = Set.of("description", "hosts", "recordRows");

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return new ResourceConnector(system(config), lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        var description = description(config);
        return new ResourceInstallation(
                () -> system(config),
                lent.keeping(),
                description.system() + ", described and tested: " + description.tested(),
                findings(description));
    }

    private static HttpSystem system(TargetConfig config) {
        var description = description(config);
        var base = ServerUrl.of(config.url(), "an API", List.of("http", "https"));
        return new HttpSystem(
                description,
                new Api(description, new Wire(base, AddressGuard.of(config, base)), config.user(), config.password()));
    }

    private static Description description(TargetConfig config) {
        config.options().keySet().stream()
                .filter(option -> !OPTIONS.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw bad("an http target has no option " + option + "; it has "
                            + OPTIONS.stream().sorted().toList());
                });
        var name = config.options().get("description");
        if (name == null || name.isBlank()) {
            throw bad("name a description: one of " + Descriptions.names() + ", or the path of a file");
        }
        try {
            return DescriptionReader.read(text(name));
        } catch (Malformed e) {
            throw bad("the description " + name + ": " + e.getMessage());
        }
    }

    private static String text(String name) {
        var shipped = Descriptions.text(name);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        try {
            return Files.readString(Path.of(name), UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw bad("there is no description " + name + "; there are " + Descriptions.names()
                    + ", and files by their path");
        }
    }

    /** What a person should know before anything is undone here. */
    private static List<Finding> findings(Description description) {
        var findings = new ArrayList<Finding>();
        for (var resource : description.resources().values()) {
            if (!resource.conditional()) {
                findings.add(new Finding(
                        resource.name(),
                        Reason.NOT_ATOMIC,
                        "the API can't bind a write to what was read; an undo looks right before it writes",
                        Reason.NOT_ATOMIC.next()));
            }
        }
        return findings;
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
