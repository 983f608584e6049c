package dev.astern.connector.resource.simulation;

import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.testkit.Scheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries writes to the cards and answers back, or not. */
final class Wire {
    /** Requests that are on their way when whoever sent them has gone. */
    static final int NETWORK = 99;

    enum Kind {
        CREATE,
        /** The system thinks of the key. */
        NEW,
        CHANGE,
        /** The system thinks of the values. */
        STIR,
        DELETE
    }

    /** @param fields null for one that is to be removed */
    record Part(Kind kind, Ref ref, Map<String, @Nullable String> fields, int looked) {}

    private final Scheduler scheduler;
    private final World world;
    private final Auditor auditor;
    private int made;

    Wire(Scheduler scheduler, World world, Auditor auditor) {
        this.scheduler = scheduler;
        this.world = world;
        this.auditor = auditor;
    }

    Sent carry(String op, List<Part> parts, Map<Ref, String> versions, Weather weather) {
        scheduler.pause();
        var fault = scheduler.chance(weather.faulty()) && !weather.faults().isEmpty()
                ? List.copyOf(weather.faults())
                        .get(scheduler.random().nextInt(weather.faults().size()))
                : null;
        world.tell(op + " sends " + parts + " with " + versions + ", which meets " + fault);
        var sent = fault == null ? done(op, parts, versions, weather) : wrong(fault, op, parts, versions);
        scheduler.pause();
        return sent;
    }

    private Sent wrong(Weather.Fault fault, String op, List<Part> parts, Map<Ref, String> versions) {
        var broken = Problem.of(Reason.TARGET_UNREACHABLE, "simulated " + fault);
        switch (fault) {
            case REFUSED, ERROR, LIE, LOST, UNDELIVERED -> {}
            case REFUSED_AND_DONE -> {
                auditor.refusesFalsely(op);
                // What is made under a key that nobody hears of can't be looked for; there a refusal has to be one.
                if (parts.stream().noneMatch(part -> part.kind() == Kind.NEW)) {
                    apply(op, parts, versions, false);
                }
            }
            case ERROR_AND_DONE, LOST_AND_DONE -> apply(op, parts, versions, false);
            case ERROR_AND_HALF, LIE_AND_HALF, LOST_AND_HALF -> apply(op, parts, versions, true);
            case LOST_AND_LATER ->
                scheduler.spawn(NETWORK, () -> {
                    scheduler.stall(1);
                    apply(op, parts, versions, false);
                });
        }
        return switch (fault) {
            case REFUSED, REFUSED_AND_DONE -> new Sent.Refused(Problem.of(Reason.TARGET_REFUSED, "simulated"));
            case ERROR, ERROR_AND_DONE, ERROR_AND_HALF -> new Sent.Doubtful(broken, true);
            case LIE, LIE_AND_HALF -> {
                auditor.lied(op);
                yield new Sent.Done(Output.empty());
            }
            case LOST, LOST_AND_DONE, LOST_AND_HALF, LOST_AND_LATER -> new Sent.Doubtful(broken, false);
            case UNDELIVERED -> new Sent.Undelivered(broken);
        };
    }

    private Sent done(String op, List<Part> parts, Map<Ref, String> versions, Weather weather) {
        var refs = apply(op, parts, versions, false);
        if (refs.isEmpty()) {
            return new Sent.Refused(Problem.of(Reason.CONFLICTING_STATE, "simulated"));
        }
        var keys = new ArrayList<Ref>();
        var as = new HashMap<Ref, Image>();
        var left = new HashMap<Ref, String>();
        for (int i = 0; i < parts.size(); i++) {
            var ref = refs.get(i);
            if (parts.get(i).kind() == Kind.NEW) {
                keys.add(ref);
            }
            var image = world.image(SimSystem.card(ref.key()));
            if (weather.tells() && image != null) {
                as.put(ref, image);
                if (weather.conditional()) {
                    left.put(ref, world.version(SimSystem.card(ref.key())));
                }
            }
        }
        return new Sent.Done(Output.empty(), keys, as, left);
    }

    /** All at once, as a system does that checks what it is asked; where it was done, nothing where it may not be. */
    private List<Ref> apply(String op, List<Part> parts, Map<Ref, String> versions, boolean half) {
        for (var part : parts) {
            var card = SimSystem.card(part.ref().key());
            boolean fresh = part.kind() == Kind.CREATE || part.kind() == Kind.NEW;
            boolean possible = part.kind() == Kind.NEW || world.there(card) != fresh;
            var version = versions.get(part.ref());
            if (!possible || (version != null && !version.equals(world.version(card)))) {
                return List.of();
            }
        }
        var steps = new ArrayList<Runnable>();
        var refs = parts.stream().map(part -> steps(op, part, steps)).toList();
        steps.subList(0, half ? steps.size() / 2 : steps.size()).forEach(Runnable::run);
        return refs;
    }

    private Ref steps(String op, Part part, List<Runnable> steps) {
        var ref = part.kind() == Kind.NEW ? SimSystem.ref("n" + ++made) : part.ref();
        var card = SimSystem.card(ref.key());
        switch (part.kind()) {
            case CREATE, NEW, CHANGE ->
                part.fields()
                        .forEach((field, value) -> steps.add(() -> world.write(op, card, field, value, part.looked())));
            case STIR ->
                world.cells(card).keySet().forEach(field -> {
                    var value = world.value(op);
                    steps.add(() -> world.write(op, card, field, value, part.looked()));
                });
            case DELETE -> steps.add(() -> world.remove(op, card, part.looked()));
        }
        return ref;
    }
}
