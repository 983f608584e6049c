package dev.astern.gate;

import dev.astern.connector.Extent.Amount;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Tier;
import dev.astern.model.Money;
import dev.astern.model.Session;
import dev.astern.policy.Used;
import dev.astern.storage.UseStore;
import dev.astern.storage.UseStore.Reached;
import dev.astern.storage.UseStore.Take;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes what an action uses of its session's limits before its effect can be, and gives it back where there was none. A
 * session without limits is counted only while the policy in force asks for it.
 */
public final class Quotas {
    private static final String VERB = "verb:";
    private static final String TARGET = "target:";
    private static final String ROWS = "rows";
    private static final String AMOUNT = "amount";
    private static final String UNTOLD = "amount_untold";
    /** More than any limit: what could not be told is not taken for little. */
    private static final BigDecimal MUCH = BigDecimal.valueOf(Long.MAX_VALUE);

    private final UseStore store;
    private final Clock clock;
    private final BooleanSupplier counted;

    /** @param counted whether sessions without limits are counted, too */
    public Quotas(UseStore store, Clock clock, BooleanSupplier counted) {
        this.store = store;
        this.clock = clock;
        this.counted = counted;
    }

    /** Takes all that an action uses, as it was seen to; or nothing, and says which limit is in the way. */
    public Optional<String> take(
            Session session, String actionId, Operation operation, String target, Observed observed) {
        var said = said(operation);
        var limit = session.conduct().limits().amount();
        var uncounted = limit == null || reads(said, observed) ? Optional.<String>empty() : uncounted(limit, observed);
        return uncounted.isPresent()
                ? uncounted
                : take(session, actionId, takes(session, said, target, observed))
                        .map(Quotas::words);
    }

    /** What people let run although a limit may be reached is counted beyond it. */
    public void granted(Session session, String actionId, Operation operation, String target, Observed observed) {
        takeAll(session, actionId, takes(session, said(operation), target, observed));
    }

    /**
     * What took effect, although whoever ran it did not see its end, is counted. It was taken before, but the store's
     * machine may have lost that since; then what the target saw counts.
     */
    public void settled(Session session, String actionId, String target, Observed observed) {
        if (session.kind() == Session.Kind.AGENT) {
            takeAll(session, actionId, takes(session, Map.of(), target, observed));
        }
    }

    /** It had no effect. Safe to call again, and where nothing was taken. */
    public void release(String actionId) {
        store.release(actionId);
    }

    /**
     * What a session has used so far, in a policy's words; nothing while nobody asks.
     *
     * @param but the action that is decided about: what it has taken itself by now does not count
     */
    Used used(Session session, String but) {
        if (!counted.getAsBoolean()) {
            return Used.NOTHING;
        }
        var verbs = new HashMap<String, Long>();
        var targets = new HashMap<String, Long>();
        var all = store.used(session.id(), but);
        all.forEach((name, used) -> {
            if (name.startsWith(VERB)) {
                verbs.put(name.substring(VERB.length()), used.longValue());
            } else if (name.startsWith(TARGET)) {
                targets.put(name.substring(TARGET.length()), used.longValue());
            }
        });
        var amount = all.getOrDefault(UNTOLD, BigDecimal.ZERO).signum() > 0
                ? MUCH
                : all.getOrDefault(AMOUNT, BigDecimal.ZERO);
        return new Used(verbs, targets, all.getOrDefault(ROWS, BigDecimal.ZERO).longValue(), amount);
    }

    private List<Take> takes(Session session, Map<String, Long> said, String target, Observed observed) {
        var limits = session.conduct().limits();
        boolean all = counted.getAsBoolean();
        if ((limits.none() && !all) || reads(said, observed)) {
            return List.of();
        }
        var verbs = new TreeMap<>(said);
        seen(observed).forEach(verb -> verbs.putIfAbsent(verb, 1L));
        var takes = new ArrayList<Take>();
        verbs.forEach(
                (verb, times) -> add(takes, VERB + verb, times, limits.verbs().get(verb), all));
        add(takes, TARGET + target, 1, limits.targets().get(target), all);
        add(takes, UseStore.RATE, 1, limits.perMinute(), false);
        if (observed.total() > 0) {
            add(takes, ROWS, observed.total(), limits.rows(), all);
        }
        amount(takes, observed.extent().amount(), limits.amount(), all);
        return takes;
    }

    /** Money in another currency than the limit's is no part of it. */
    private static void amount(List<Take> takes, Amount amount, @Nullable Money limit, boolean all) {
        if (limit == null && !all) {
            return;
        }
        switch (amount) {
            case Amount.Moved moved
            when moved.value().signum() > 0 && (limit == null || counts(limit, moved)) ->
                takes.add(new Take(AMOUNT, moved.value(), limit == null ? null : limit.value()));
            case Amount.Untold untold -> takes.add(new Take(UNTOLD, BigDecimal.ONE, null));
            case Amount.Moved none -> {}
            case Amount.NotNamed nowhere -> {}
        }
    }

    private static boolean counts(Money limit, Amount.Moved moved) {
        return limit.currency().isEmpty() || limit.currency().equals(moved.currency());
    }

    /** Why the money that it moves can't be counted against a limit, or empty. */
    private static Optional<String> uncounted(Money limit, Observed observed) {
        var may = "; the session may move " + limit;
        return switch (observed.extent().amount()) {
            case Amount.Moved moved when moved.value().signum() == 0 || counts(limit, moved) -> Optional.empty();
            case Amount.Moved other ->
                Optional.of("it moves " + other.value().toPlainString() + " "
                        + (other.currency().isEmpty() ? "in no one currency" : other.currency()) + may);
            case Amount.Untold untold -> Optional.of("how much money it moves can't be told: " + untold.why() + may);
            case Amount.NotNamed nowhere ->
                Optional.of("where money is at this target was not said when it was added" + may);
        };
    }

    private static boolean reads(Map<String, Long> said, Observed observed) {
        return said.isEmpty() && observed.tier() == Tier.READ;
    }

    /** How often it says each verb; nothing where it said that it only reads. */
    private static Map<String, Long> said(Operation operation) {
        return operation.tier() == Tier.READ
                ? Map.of()
                : operation.verbs().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** What a statement may do without saying so: in a part of it, by a cascade, by a trigger. */
    private static List<String> seen(Observed observed) {
        var verbs = new ArrayList<String>();
        for (var count : observed.counts()) {
            add(verbs, count.inserted(), "insert");
            add(verbs, count.updated(), "update");
            add(verbs, count.deleted(), "delete");
        }
        return verbs;
    }

    private static void add(List<String> verbs, long rows, String verb) {
        if (rows > 0) {
            verbs.add(verb);
        }
    }

    private static String words(Reached reached) {
        var what = reached.name().equals(UseStore.RATE)
                ? "writes in a minute"
                : reached.name().replace(':', ' ');
        return "the session has used " + reached.used().toPlainString() + " of "
                + reached.max().toPlainString() + " (" + what + ")";
    }

    private Optional<Reached> take(Session session, String actionId, List<Take> takes) {
        return takes.isEmpty() ? Optional.empty() : store.take(session.id(), actionId, takes, clock.instant());
    }

    private void takeAll(Session session, String actionId, List<Take> takes) {
        var unlimited = takes.stream()
                .map(take -> new Take(take.name(), take.amount(), null))
                .toList();
        take(session, actionId, unlimited).ifPresent(reached -> {
            throw new IllegalStateException("expected no limit, found " + reached + ": bug");
        });
    }

    private static void add(List<Take> takes, String name, long amount, @Nullable Long max, boolean counted) {
        if (max != null || counted) {
            takes.add(new Take(name, BigDecimal.valueOf(amount), max == null ? null : BigDecimal.valueOf(max)));
        }
    }
}
