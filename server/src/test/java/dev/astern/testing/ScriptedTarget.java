package dev.astern.testing;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A target that can't hold back what it does and ends as its script says; each call changes one thing, unless it says how
 * many there are {@code really}. Its calls name a {@code verb}, a {@code reversibility} and an {@code exit} code.
 */
public final class ScriptedTarget implements Connector {
    public static final String KIND = "scripted";

    /** What happens when an action is to be performed, before it asks for clearance. */
    public interface Script {
        void before(Operation operation);
    }

    private final Map<String, Observed> applied = new ConcurrentHashMap<>();
    private final Queue<String> undone = new ConcurrentLinkedQueue<>();
    private final Queue<Lost> lost = new ConcurrentLinkedQueue<>();
    private volatile boolean silent;
    private volatile boolean forgets;
    private volatile @Nullable Clearance undoCleared;
    private volatile Script script = operation -> {};

    /** When the connection to an undo is lost. From then on nobody can ask the target anything. */
    public enum Lost {
        BEFORE_ITS_EFFECT,
        AFTER_ITS_EFFECT
    }

    private record Op(String verb, Tier tier, Reversibility reversibility, int exit, int really) implements Operation {
        @Override
        public List<String> resources() {
            return List.of("thing");
        }

        @Override
        public String summary() {
            return verb + " a thing";
        }

        @Override
        public String command() {
            return verb + " a thing";
        }

        Observed observed(String actionId) {
            return observed(actionId, 1);
        }

        Observed observed(String actionId, int things) {
            return new Observed(
                    List.of(new ResourceCount("thing", 0, things, 0)),
                    actionId,
                    List.of(),
                    List.of(),
                    tier,
                    reversibility);
        }
    }

    public ConnectorProvider provider() {
        return new ConnectorProvider() {
            @Override
            public String kind() {
                return KIND;
            }

            @Override
            public Connector open(TargetConfig config, Lent lent) {
                return ScriptedTarget.this;
            }

            @Override
            public Installation installation(TargetConfig config, Lent lent) {
                throw new UnsupportedOperationException("nothing is installed here");
            }
        };
    }

    public void script(Script next) {
        script = next;
    }

    /** The next undos end so. */
    public void lose(Lost... when) {
        lost.addAll(List.of(when));
    }

    /** It can be asked again what became of an action. */
    public void tell() {
        silent = false;
    }

    /** From now on it can never tell what became of an action. */
    public void forget() {
        forgets = true;
    }

    /** The last word on the last undo, or null. */
    public @Nullable Clearance undoCleared() {
        return undoCleared;
    }

    public boolean applied(String actionId) {
        return applied.containsKey(actionId);
    }

    public int applied() {
        return applied.size();
    }

    /** In the order in which they were. */
    public List<String> undone() {
        return List.copyOf(undone);
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public Resolution resolve(Call call) {
        var given = call.arguments();
        var verb = String.valueOf(given.getOrDefault("verb", "update"));
        var reversibility = Reversibility.valueOf(
                String.valueOf(given.getOrDefault("reversibility", Reversibility.REVERSIBLE_WITH_STATE)));
        int exit = Integer.parseInt(String.valueOf(given.getOrDefault("exit", 0)));
        int really = Integer.parseInt(String.valueOf(given.getOrDefault("really", 1)));
        var tier = verb.equals("look") ? Tier.READ : Tier.WRITE;
        return new Resolution.Resolved(new Op(verb, tier, reversibility, exit, really));
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        script.before(operation);
        var op = (Op) operation;
        var seen = op.tier() == Tier.READ ? Observed.nothing() : op.observed(execution.actionId());
        if (execution.clear(seen) instanceof Clearance.RollBack no) {
            return new Performance.RolledBack(seen, Reads.none(), Output.empty(), no.problem());
        }
        if (op.exit() < 0) {
            return new Performance.Failed(Problem.of(Reason.STATEMENT_FAILED, "it failed as a whole"));
        }
        var did = op.tier() == Tier.READ ? seen : op.observed(execution.actionId(), op.really());
        applied.put(execution.actionId(), did);
        return new Performance.Committed(did, Reads.none(), new Output(op.exit(), List.of()));
    }

    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        var op = (Op) operation;
        var seen = op.tier() == Tier.READ ? Observed.nothing() : op.observed("");
        var cleared = execution.clear(seen);
        var problem = cleared instanceof Clearance.RollBack no
                ? no.problem()
                : Problem.of(Reason.CANCELLED, "it was a rehearsal");
        return new Performance.RolledBack(seen, Reads.none(), Output.empty(), problem);
    }

    @Override
    public Settlement settle(String actionId) {
        if (silent) {
            return new Settlement.Unknown(Problem.of(Reason.TARGET_UNREACHABLE, "it does not answer"));
        }
        if (forgets) {
            return new Settlement.Unknown(Problem.of(Reason.UNCONFIRMED, "it can't tell"));
        }
        var seen = applied.get(actionId);
        return seen == null ? new Settlement.NeverApplied() : new Settlement.Applied(seen);
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        return new EffectPage(List.of(), null);
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        var count = new UndoReport.Count(
                "thing", UndoResult.RESTORED, null, request.actions().size());
        return new UndoReport(List.of(count), List.of(), List.of(), "", 1);
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        var seen = new Op("undo", Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, 0, 1).observed(execution.actionId());
        var clearance = execution.clear(seen);
        undoCleared = clearance;
        if (clearance instanceof Clearance.RollBack no) {
            return new UndoPerformance.NotApplied(no.problem());
        }
        var loss = lost.poll();
        silent = loss != null;
        if (loss != Lost.BEFORE_ITS_EFFECT) {
            request.actions().forEach(selected -> undone.add(selected.actionId()));
            applied.put(execution.actionId(), seen);
        }
        return loss == null
                ? new UndoPerformance.Applied(planUndo(request), seen)
                : new UndoPerformance.InDoubt(
                        planUndo(request), seen, Problem.of(Reason.TARGET_UNREACHABLE, "the connection was lost"));
    }

    @Override
    public void revoke(SessionRef session) {}

    @Override
    public void close() {}
}
