package dev.astern.connector.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Keeping;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Settlement;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.TestExecution;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An action that seemed dead, and was settled by another process a moment before it said itself what it had done. */
class SettledMeanwhileTest {
    private static final String ACTION = "act_1";

    private final MemoryLaboratory lab = new MemoryLaboratory(EnumSet.of(Trait.BY_FIELD, Trait.CONDITIONAL));

    @AfterEach
    void close() {
        lab.close();
    }

    private Keeping before(Runnable left) {
        Class<?>[] type = {Keeping.class};
        return (Keeping) Proxy.newProxyInstance(Keeping.class.getClassLoader(), type, (self, method, with) -> {
            if (method.getName().equals("left")) {
                left.run();
            }
            try {
                return method.invoke(lab.keeping(), with);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void it_reports_what_is_kept() {
        var slow = new ResourceConnector(lab.system(), before(() -> {
            lab.edit("alpha", "note", "of a colleague");
            assertThat(lab.reopened().settle(ACTION)).isInstanceOf(Settlement.Applied.class);
        }));
        var resolved = (Resolution.Resolved) slow.resolve(lab.create("alpha", Map.of("title", "one")));
        var done = (Performance.Committed) slow.perform(resolved.operation(), TestExecution.cleared(ACTION));
        var kept = Observing.effects(lab.keeping().of(ACTION).orElseThrow());
        assertThat(kept.toString()).contains("of a colleague");
        assertThat(done.observed().sample()).isEqualTo(kept);
        assertThat(done.observed().digest()).isEqualTo(Digest.of(kept));
    }
}
