package dev.astern.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Parsed;
import dev.astern.library.RecoveryLibrary;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import dev.astern.model.Target;
import dev.astern.policy.Decision;
import dev.astern.policy.Evidence;
import dev.astern.policy.Facts;
import dev.astern.policy.Preview;
import dev.astern.policy.Used;
import dev.astern.policy.simulate.Recorded;
import dev.astern.policy.suggest.Observation;
import dev.astern.storage.ActionStore;
import dev.astern.storage.Journal;
import dev.astern.storage.SessionStore;
import dev.astern.storage.TargetStore;
import dev.astern.storage.UndoStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was decided and what came of it, in a policy's words, from the journal and its actions. What was not recorded (what
 * a session had used by then, what an agent called its evidence) is as if nobody had said it.
 */
public final class History {
    private static final int PAGE = 500;

    private final ActionStore actions;
    private final SessionStore sessions;
    private final TargetStore targets;
    private final UndoStore undos;
    private final Journal journal;
    private final RecoveryLibrary library;

    /** An action with the facts that it was decided by. */
    private record Seen(Action action, Facts facts) {}

    /** A decision, by a rule. */
    private record Ruled(Decision decision, String rule) {}

    public History(
            ActionStore actions,
            SessionStore sessions,
            TargetStore targets,
            UndoStore undos,
            Journal journal,
            RecoveryLibrary library) {
        this.actions = actions;
        this.sessions = sessions;
        this.targets = targets;
        this.undos = undos;
        this.journal = journal;
        this.library = library;
    }

    /** @param latest how many actions, latest first */
    public Stream<Recorded> recorded(int latest) {
        var seen = seen(latest);
        return IntStream.iterate(0, from -> from < seen.size(), from -> from + PAGE)
                .mapToObj(from -> seen.subList(from, Math.min(from + PAGE, seen.size())))
                .flatMap(this::recorded);
    }

    private Stream<Recorded> recorded(List<Seen> page) {
        var receipts = journal.ofActions(page.stream().map(s -> s.action().id()).toList()).stream()
                .collect(Collectors.groupingBy(receipt -> String.valueOf(receipt.actionId())));
        return page.stream()
                .flatMap(seen -> ruled(
                                seen.action(),
                                receipts.getOrDefault(seen.action().id(), List.of()))
                        .stream()
                        .map(ruled -> new Recorded(seen.action().id(), seen.facts(), ruled.decision(), ruled.rule())));
    }

    /** @param latest how many actions, latest first */
    public Stream<Observation> observed(int latest) {
        var seen = seen(latest);
        var undone = undos.undone(seen.stream().map(s -> s.action().id()).toList());
        return seen.stream()
                .flatMap(s -> outcome(s.action(), undone).stream().map(outcome -> new Observation(s.facts(), outcome)));
    }

    private static Optional<Observation.Outcome> outcome(Action action, Set<String> undone) {
        return switch (action.state()) {
            case OBSERVED -> Optional.of(Observation.Outcome.SUCCEEDED);
            case APPLIED ->
                Optional.of(undone.contains(action.id()) ? Observation.Outcome.UNDONE : Observation.Outcome.SUCCEEDED);
            case FAILED, UNCONFIRMED -> Optional.of(Observation.Outcome.FAILED);
            case REFUSED -> Optional.of(Observation.Outcome.REFUSED);
            case HELD, RUNNING, REHEARSED -> Optional.empty();
        };
    }

    private List<Seen> seen(int latest) {
        var known = new HashMap<String, Optional<Session>>();
        var seen = new ArrayList<Seen>();
        String from = null;
        do {
            var page = actions.page(null, from, Math.min(PAGE, latest - seen.size()));
            for (var action : page.items()) {
                known.computeIfAbsent(action.sessionId(), sessions::byId)
                        .filter(session -> session.kind() == Session.Kind.AGENT)
                        .filter(session -> !action.verb().equals("unknown"))
                        .ifPresent(session -> seen.add(new Seen(action, facts(session, action))));
            }
            from = page.next();
        } while (from != null && seen.size() < latest);
        return seen;
    }

    private Facts facts(Session session, Action action) {
        var target = targets.byName(action.target())
                .orElseGet(() -> new Target(action.target(), "", "", "", "", Map.of(), action.proposedAt()));
        var subject = Subject.of(
                session,
                target,
                action.id(),
                action.tool(),
                new RecordedOperation(action, target.kind()),
                Evidence.NONE);
        return FactsOf.subject(
                subject,
                Recovery.of(library, subject),
                null,
                Used.NOTHING,
                action.proposedAt(),
                preview(target, action));
    }

    private static Optional<Preview> preview(Target target, Action action) {
        var outcome = action.outcome();
        if (outcome == null || (outcome.counts().isEmpty() && action.tier() != Tier.READ)) {
            return Optional.empty();
        }
        var counts = outcome.counts();
        return Optional.of(new Preview(
                counts.stream().mapToLong(ResourceCount::total).sum(),
                counts.stream().mapToLong(ResourceCount::inserted).sum(),
                counts.stream().mapToLong(ResourceCount::updated).sum(),
                counts.stream().mapToLong(ResourceCount::deleted).sum(),
                counts.stream().map(ResourceCount::resource).toList(),
                OptionalDouble.empty(),
                Optional.empty(),
                "",
                PersonalData.touched(target, counts)));
    }

    /** As its receipts say; that it was held counts more than that people let it run then. */
    private static Optional<Ruled> ruled(Action action, List<Receipt> receipts) {
        Ruled last = null;
        for (var receipt : receipts) {
            var ruled = ruled(receipt.leaf(), receipt.type());
            if (ruled != null) {
                if (ruled.decision() == Decision.HOLD) {
                    return Optional.of(ruled);
                }
                last = ruled;
            }
        }
        return action.state() == ActionState.FAILED && last == null ? Optional.empty() : Optional.ofNullable(last);
    }

    private static @Nullable Ruled ruled(String leaf, ReceiptType type) {
        if (!(CanonicalJson.parseObject(leaf.getBytes(UTF_8)) instanceof Parsed.Read<?>(var read))
                || !(read instanceof Map<?, ?> entry)
                || !(entry.get("policy") instanceof Map<?, ?> policy)
                || !(policy.get("rule") instanceof String rule)) {
            return null;
        }
        if (type == ReceiptType.REFUSAL && !"policy_blocked".equals(entry.get("problem"))) {
            return null;
        }
        return switch (String.valueOf(policy.get("decision"))) {
            case "allow" -> new Ruled(Decision.ALLOW, rule);
            case "observe" -> new Ruled(Decision.OBSERVE, rule);
            case "hold" -> new Ruled(Decision.HOLD, rule);
            case "block" -> new Ruled(Decision.BLOCK, rule);
            default -> null;
        };
    }

    /** An operation as its action remembers it. */
    private record RecordedOperation(Action action, String kind) implements Operation {
        private static final String SQL = "postgresql";

        @Override
        public String verb() {
            return action.verb();
        }

        @Override
        public boolean captured() {
            return action.state() != ActionState.OBSERVED;
        }

        @Override
        public Tier tier() {
            return action.tier();
        }

        @Override
        public Reversibility reversibility() {
            return action.reversibility();
        }

        @Override
        public List<String> resources() {
            var outcome = action.outcome();
            return outcome == null
                    ? List.of()
                    : outcome.counts().stream().map(ResourceCount::resource).toList();
        }

        @Override
        public String summary() {
            return action.summary();
        }

        @Override
        public String command() {
            return action.summary();
        }

        /** Only of statements is enough kept to find their recovery entry. */
        @Override
        public Form form() {
            return kind.equals(SQL) ? new Form.Sql(List.of()) : new Form.Other();
        }
    }
}
