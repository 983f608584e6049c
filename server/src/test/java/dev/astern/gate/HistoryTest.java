package dev.astern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.RecoveryLibrary;
import dev.astern.model.Conduct;
import dev.astern.policy.Decision;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.storage.Journal;
import dev.astern.testing.TestSite;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Policy POLICY = ((PolicyReading.Read) Policy.read("""
            policy: 1
            name: mixed
            rules:
              - {id: risky, match: {verb: risky}, decide: hold}
              - {id: never, match: {verb: never}, decide: block}
              - {id: rest, decide: allow}
            """)).policy();

    @TempDir
    private Path data;

    @Test
    void what_was_decided_is_read_page_by_page_and_not_action_by_action() {
        try (var site = new TestSite(data, POLICY, Clock.systemUTC(), UnaryOperator.identity())) {
            var session = site.session(Conduct.FREE);
            for (var verb : List.of("update", "risky", "never")) {
                site.act(session, Map.of("verb", verb));
            }
            var asked = new ArrayList<String>();
            var stores = site.stores();
            var history = new History(
                    stores.actions(),
                    stores.sessions(),
                    stores.targets(),
                    stores.undos(),
                    listening(stores.journal(), asked),
                    RecoveryLibrary.shipped());
            assertThat(history.recorded(100))
                    .extracting(recorded -> recorded.decision())
                    .containsExactly(Decision.BLOCK, Decision.HOLD, Decision.ALLOW);
            assertThat(asked).containsExactly("ofActions");
        }
    }

    private static Journal listening(Journal journal, List<String> asked) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.invoke(journal, arguments);
                });
    }
}
