package dev.astern.crash;

import dev.astern.config.ServerSettings;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Operator;
import dev.astern.model.UndoSelection;
import dev.astern.server.Astern;
import dev.astern.server.Node;
import dev.astern.session.StartSession;
import dev.astern.undo.UndoOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The process that gets killed: a whole server without doors, and agents that work with it as fast as they can. It tells
 * on its standard output what it has been answered, and nothing that it has not.
 */
final class Victim {
    private static final int WORKERS = 6;
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Work that an earlier life began and was never told about. */
    private record Begun(String token, Work work) {}

    /** A session that several agents share, so that its chain is contended for. */
    private final class LazyToken {
        private @Nullable String token;

        synchronized String get() {
            if (token == null) {
                token = startSession();
            }
            return token;
        }
    }

    private final List<LazyToken> sessions = List.of(new LazyToken(), new LazyToken());
    private final Astern astern;
    private final Operator operator;
    private final Queue<Begun> begun = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();

    private Victim(Astern astern, Operator operator) {
        this.astern = astern;
        this.operator = operator;
    }

    public static void main(String[] arguments) throws IOException {
        var steps = new ArmedSteps(step -> say("at", step));
        var settings = new ServerSettings(Path.of(arguments[0]), "127.0.0.1", 0, null).with("permissive");
        var node = Node.open(
                settings, List.of(new SqlProvider()), steps, (action, e) -> say("log", action, String.valueOf(e)));
        var victim = new Victim(node.astern(), node.astern().operators().authenticate(arguments[1]));
        say("ready");
        victim.obey(steps);
        // Whoever gave the orders is gone.
        Runtime.getRuntime().halt(0);
    }

    private static synchronized void say(String... words) {
        System.out.println(String.join("\t", words).replace('\n', ' '));
    }

    private void obey(ArmedSteps steps) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            var words = order.split("\t");
            switch (words[0]) {
                case "retry" -> begun.add(new Begun(words[1], Work.ofKey(words[2])));
                case "begin" -> begin(Integer.parseInt(words[1]));
                case "arm" -> steps.arm(words[1], Integer.parseInt(words[2]));
                case "go" -> steps.letGo();
                default -> throw new IllegalArgumentException(order);
            }
        }
    }

    private void begin(int from) {
        next.set(from);
        for (int i = 0; i < WORKERS; i++) {
            var shared = sessions.get(i % sessions.size());
            Thread.ofPlatform().name("agent-" + i).daemon().start(() -> work(shared));
        }
    }

    private void work(LazyToken shared) {
        for (var old = begun.poll(); old != null; old = begun.poll()) {
            perform(old.token(), old.work());
        }
        var token = shared.get();
        while (true) {
            var work = new Work(next.getAndIncrement());
            say("begun", work.key(), token);
            perform(token, work);
        }
    }

    private String startSession() {
        while (true) {
            try {
                var request = new StartSession(
                        new Agent("crash-bot", "1"), "test", List.of(Work.TARGET), Duration.ofHours(12), null);
                var started = astern.sessions().start(operator, request);
                say("session", started.session().id());
                return started.token();
            } catch (RuntimeException e) {
                say("log", "session", String.valueOf(e));
                pause();
            }
        }
    }

    private void perform(String token, Work work) {
        while (true) {
            try {
                var session = astern.sessions().authenticate(token);
                var answer = astern.gateway().perform(session, work.request(), new Cancellation());
                if (answer.state() != ActionState.UNCONFIRMED) {
                    say("ack", work.key(), answer.actionId(), answer.state().name(), reason(answer.problem()));
                    if (answer.state() == ActionState.APPLIED && work.undoneAtOnce()) {
                        undo(answer.actionId());
                    }
                    return;
                }
            } catch (RuntimeException e) {
                say(
                        "unanswered",
                        work.key(),
                        e instanceof ProblemException p ? p.problem().reason().code() : e.toString());
            }
            pause();
        }
    }

    private void undo(String actionId) {
        try {
            var order = UndoOrder.of(new UndoSelection.Actions(List.of(actionId)));
            var undo = astern.undos().start(operator, order);
            say("undo", undo.id(), actionId);
            var current = undo;
            while (current.finishedAt() == null) {
                pause();
                current = astern.undos().byId(undo.id());
            }
            say("undone", undo.id(), current.steps().getFirst().state().name());
        } catch (RuntimeException e) {
            // It is not asked for again; whether it was begun, the audit finds out.
            say("log", "undo", String.valueOf(e));
        }
    }

    private static String reason(@Nullable Problem problem) {
        return problem == null ? "-" : problem.reason().code() + " " + problem.detail();
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
