package dev.astern.approval;

import dev.astern.config.ServerSettings;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.connector.sql.Target;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Agent;
import dev.astern.model.Approval;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.Session;
import dev.astern.policy.HoldTerms;
import dev.astern.server.Astern;
import dev.astern.server.Node;
import dev.astern.session.StartSession;
import dev.astern.target.NewTarget;
import dev.astern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A whole server but its doors, in front of a shop's database, and people who decide. */
final class GatedShop implements AutoCloseable {
    final Target target;
    final Astern astern;
    final Operator ann;
    final Operator bob;
    final Operator cid;
    final List<Throwable> failures = new ArrayList<>();
    private final Path data;
    private final Node node;

    GatedShop(Path data, String policy, String... schema) throws IOException {
        this.data = data;
        target = new Target(schema);
        var store = TestPostgres.database();
        var password = data.resolve("store-password");
        Files.writeString(password, store.password());
        Files.writeString(data.resolve("target-password"), "gateway");
        var file = data.resolve("policy.yaml");
        Files.writeString(file, policy);
        var settings = new ServerSettings(
                        data, "127.0.0.1", 0, new ServerSettings.Store(store.url(), store.user(), password))
                .with(policy.isEmpty() ? ServerSettings.DEFAULT_POLICY : file.toString());
        node = Node.open(
                settings, List.of(new SqlProvider()), StepObserver.none(), (what, failure) -> failures.add(failure));
        astern = node.astern();
        var code = Files.readString(Objects.requireNonNull(node.setupCode())).strip();
        ann = astern.operators().setup(code, "ann").operator();
        bob = astern.operators().create("bob", Set.of(Permission.values())).operator();
        cid = astern.operators().create("cid", Set.of(Permission.values())).operator();
        add("shop", false);
    }

    void add(String name, boolean observes) {
        add(name, target, Map.of(), observes);
    }

    /** Another target: the same database once more, or another one. */
    void add(String name, Target at, Map<String, String> options, boolean observes) {
        var config = at.config();
        astern.targets()
                .add(new NewTarget(
                        name,
                        "postgresql",
                        config.url(),
                        config.user(),
                        "file:" + data.resolve("target-password"),
                        options,
                        observes));
    }

    Session session(String at, @Nullable String workflow) {
        return astern.sessions()
                .start(ann, new StartSession(new Agent("bot", "7"), "production", List.of(at), null, workflow))
                .session();
    }

    ActionAnswer act(Session session, String sql) {
        var request = ActionRequest.of(session.targets().getFirst(), "run_sql", Map.of("sql", sql));
        return astern.gateway().perform(session, request, new Cancellation());
    }

    /** The request that people are asked about an answer's action. */
    Approval asked(ActionAnswer answer) {
        return astern.approvals().byAction(answer.actionId()).orElseThrow();
    }

    Approval now(Approval approval) {
        return astern.approvals().byId(approval.id());
    }

    static Ballot yes(Approval approval) {
        return new Ballot(
                Approval.Choice.APPROVE, approval.round(), "fine", Set.of(HoldTerms.Need.values()), "the on-call team");
    }

    static Ballot no(Approval approval) {
        return new Ballot(Approval.Choice.DENY, approval.round(), "not this customer", Set.of(), null);
    }

    Approval approve(Operator by, Approval approval) {
        return astern.approvals()
                .decide(by, List.of(approval.id()), yes(approval))
                .getFirst();
    }

    /** What comes of it, once it comes. */
    Approval ended(Approval approval) {
        until(() -> !now(approval).state().open());
        return now(approval);
    }

    static void until(BooleanSupplier holds) {
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true in 30 seconds");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        node.close();
        target.close();
    }
}
