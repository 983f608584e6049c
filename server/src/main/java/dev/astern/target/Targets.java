package dev.astern.target;

import dev.astern.connector.Connector;
import dev.astern.connector.ImageErasure;
import dev.astern.connector.Installation;
import dev.astern.connector.PersonImages;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetStatus;
import dev.astern.model.Target;
import dev.astern.storage.TargetStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Adds targets and looks after what is kept at them. */
public final class Targets {
    /** {@code //NAME@HOST}, with or without a password; some drivers take it for a part of the host and keep it. */
    private static final Pattern USER_IN_URL = Pattern.compile("//[^/?#]*@");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    private final TargetStore store;
    private final Connectors connectors;
    private final Clock clock;
    private final TargetCache cache;

    public Targets(TargetStore store, Connectors connectors, Clock clock) {
        this.store = store;
        this.connectors = connectors;
        this.clock = clock;
        this.cache = new TargetCache(clock);
    }

    public Target add(NewTarget request) {
        if (!NAME.matcher(request.name()).matches()) {
            throw problem(
                    Reason.BAD_REQUEST, "a target's name has 1 to 40 of a-z, 0-9, _ and -, starting with a letter");
        }
        if (request.url().toLowerCase(Locale.ROOT).contains("password=")
                || USER_IN_URL.matcher(request.url()).find()) {
            throw problem(
                    Reason.BAD_REQUEST,
                    "the url carries a user or a password; give them beside it, the password by reference");
        }
        var target = new Target(
                request.name(),
                request.kind(),
                request.url(),
                request.user(),
                request.passwordRef(),
                request.options(),
                request.observes(),
                clock.instant());
        connectors.check(target);
        if (!store.add(target)) {
            throw problem(Reason.ALREADY_EXISTS, "there is a target called " + request.name());
        }
        return target;
    }

    /** Whatever works between calls does so from now on, also at targets that were added at another node. */
    public void keepOpen() {
        store.all().forEach(connectors::keepOpen);
    }

    public List<Target> all() {
        return store.all();
    }

    public Target byName(String name) {
        return cache.get(name, store::byName)
                .orElseThrow(() -> problem(Reason.NOT_FOUND, "there is no target called " + name));
    }

    /** Forgets a target here; what is kept at it stays until {@link #uninstall}. */
    public void remove(String name) {
        var target = store.byName(name);
        if (!store.remove(name) || target.isEmpty()) {
            throw problem(Reason.NOT_FOUND, "there is no target called " + name);
        }
        cache.forget(name);
        connectors.abandon(target.get());
    }

    public Connector connector(String name) {
        return connectors.of(byName(name));
    }

    public TargetStatus status(String name) {
        return installation(name).status();
    }

    public Installation.Script script(String name) {
        return installation(name).script();
    }

    public TargetStatus install(String name) {
        return changed(name, installation(name).install());
    }

    public TargetStatus refresh(String name) {
        return changed(name, installation(name).refresh());
    }

    public Installation.Pruned prune(String name, Instant before, boolean dryRun) {
        return installation(name).prune(before, dryRun);
    }

    /** What a target keeps about a person. */
    public PersonImages keptOf(String name, String person) {
        return installation(name).keptOf(person);
    }

    public PersonImages erase(String name, ImageErasure erasure) {
        return installation(name).erase(erasure);
    }

    public TargetStatus uninstall(String name, boolean keepImages) {
        connectors.forget(name);
        return installation(name).uninstall(keepImages);
    }

    /** What a connector remembers about the target may be stale now. */
    private TargetStatus changed(String name, TargetStatus status) {
        connectors.forget(name);
        return status;
    }

    private Installation installation(String name) {
        return connectors.installation(byName(name));
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
