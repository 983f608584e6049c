package dev.astern.connector.observed;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.common.Options;
import dev.astern.connector.common.Texts;
import dev.astern.library.RecoveryLibrary;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** Stands for the tools of coding agents' own hosts. There is nothing to connect to: they ask by their hooks. */
public final class ObservedProvider implements ConnectorProvider {
    /** The kind of such targets. */
    public static final String KIND = "observed";

    private static final String REPORT_SECONDS = "report_seconds";
    private static final String READS = "reads";
    private static final int USUAL_SECONDS = 600;
    private static final int DAY_SECONDS = 86_400;

    private final Supplier<RecoveryLibrary> library;

    /** @param library says what commands and tools do */
    public ObservedProvider(Supplier<RecoveryLibrary> library) {
        this.library = library;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        if (!config.url().isEmpty()) {
            throw Texts.bad("a target of kind " + KIND + " has no url: its agents ask by their hooks");
        }
        var options = Options.of(config, KIND, REPORT_SECONDS, READS);
        var within = Duration.ofSeconds(options.number(REPORT_SECONDS, USUAL_SECONDS, 1, DAY_SECONDS));
        var resolver = new Resolver(library.get(), Set.copyOf(options.list(READS)));
        return new ObservedConnector(resolver, within);
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        return new ObservedInstallation();
    }
}
