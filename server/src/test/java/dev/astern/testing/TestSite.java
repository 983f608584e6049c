package dev.astern.testing;

import dev.astern.config.EvidenceSettings;
import dev.astern.config.GatewaySettings;
import dev.astern.config.SessionSettings;
import dev.astern.config.StopSettings;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.StepObserver;
import dev.astern.library.RecoveryLibrary;
import dev.astern.model.Agent;
import dev.astern.model.Conduct;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.RandomIds;
import dev.astern.model.Session;
import dev.astern.operator.SetupCode;
import dev.astern.policy.Policy;
import dev.astern.server.Astern;
import dev.astern.session.StartSession;
import dev.astern.storage.Stores;
import dev.astern.storage.postgres.PgStores;
import dev.astern.target.NewTarget;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** A whole server but its doors, over a real store, in front of a scripted target. It trusts nothing that it read before. */
public final class TestSite implements AutoCloseable {
    public static final String TARGET = "things";

    public final ScriptedTarget target = new ScriptedTarget();
    /** Told of each step. */
    public volatile StepObserver steps = StepObserver.none();

    public final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    public final Astern astern;
    public final Operator ann;
    public final Operator bob;
    public final Operator cid;
    public final TestPostgres.Database database;
    private final PgStores stores;

    /** @param change of the ports, to have one fail */
    public TestSite(Path stopFolder, Policy policy, Clock clock, UnaryOperator<Stores> change) {
        database = TestPostgres.database();
        stores = TestStores.open(database);
        astern = new Astern(new Astern.Outside(
                change.apply(stores.stores()),
                stores.vault(),
                List.of(target.provider()),
                new AnyCode(),
                new RandomIds(clock, new SecureRandom()),
                clock,
                step -> steps.at(step),
                (what, failure) -> failures.add(failure),
                null,
                null,
                null,
                ids -> {},
                GatewaySettings.defaults("site"),
                new SessionSettings(Duration.ofHours(1), Duration.ofHours(24), Duration.ZERO),
                EvidenceSettings.retaining(null),
                StopSettings.in(stopFolder),
                policy,
                RecoveryLibrary.shipped()));
        astern.start();
        ann = astern.operators().setup("any", "ann").operator();
        bob = astern.operators().create("bob", Set.of(Permission.values())).operator();
        cid = astern.operators().create("cid", Set.of(Permission.values())).operator();
        // A scripted target asks for no password; where one would be has to be said all the same.
        astern.targets().add(new NewTarget(TARGET, ScriptedTarget.KIND, "", "", "env:PATH", Map.of(), false));
    }

    private static final class AnyCode implements SetupCode {
        @Override
        public boolean matches(String code) {
            return true;
        }

        @Override
        public void spend() {
            // Whoever asks first is the first operator.
        }
    }

    /** All ports but for one. */
    public static <T> Stores with(Stores all, Class<T> port, T other) {
        var components = Stores.class.getRecordComponents();
        try {
            var ports = new Object[components.length];
            for (int i = 0; i < ports.length; i++) {
                ports[i] = components[i].getType() == port
                        ? other
                        : components[i].getAccessor().invoke(all);
            }
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return Stores.class.getDeclaredConstructor(types).newInstance(ports);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public Stores stores() {
        return stores.stores();
    }

    public Session session(Conduct conduct) {
        return astern.sessions()
                .start(ann, new StartSession(new Agent("bot", "7"), "production", List.of(TARGET), null, null, conduct))
                .session();
    }

    public ActionAnswer act(Session session, Map<String, Object> arguments) {
        return astern.gateway().perform(session, ActionRequest.of(TARGET, "do", arguments), new Cancellation());
    }

    @Override
    public void close() {
        astern.close();
        stores.close();
    }
}
