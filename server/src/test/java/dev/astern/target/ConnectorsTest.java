package dev.astern.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.model.Target;
import dev.astern.testing.MemoryKeepingStore;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorsTest {
    private final List<String> closed = new ArrayList<>();

    /** Only tells what of it is closed. */
    private final class Told implements ConnectorProvider {
        @Override
        public String kind() {
            return "told";
        }

        @Override
        public Connector open(TargetConfig config, Lent lent) {
            Class<?>[] type = {Connector.class};
            return (Connector) Proxy.newProxyInstance(Connector.class.getClassLoader(), type, (self, method, with) -> {
                closed.add(method.getName() + " " + config.name());
                return null;
            });
        }

        @Override
        public Installation installation(TargetConfig config, Lent lent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed.add("close all");
        }
    }

    @Test
    void what_connectors_share_ends_after_them() {
        var connectors = new Connectors(List.of(new Told()), new MemoryKeepingStore());
        connectors.of(target("one"));
        connectors.of(target("two"));
        connectors.close();
        assertThat(closed).containsExactlyInAnyOrder("close one", "close two", "close all");
        assertThat(closed).last().isEqualTo("close all");
    }

    private static Target target(String name) {
        return new Target(name, "told", "url", "", "env:NONE", Map.of(), Instant.EPOCH);
    }
}
