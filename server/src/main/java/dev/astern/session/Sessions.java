package dev.astern.session;

import dev.astern.config.SessionSettings;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.journal.Hashes;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Page;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import dev.astern.storage.Journal;
import dev.astern.storage.SessionStore;
import dev.astern.storage.TargetStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts sessions, tells whose token this is, and ends sessions early. */
public final class Sessions {
    public static final String TOKEN_PREFIX = "ass";

    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}][\\p{Alnum} ._:/@+-]{0,127}");
    private static final int MAX_TARGETS = 100;

    private final SessionStore store;
    private final TargetStore targets;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;
    private final SessionSettings settings;
    private final SessionCache cache;
    private final List<SessionEnded> listeners = new CopyOnWriteArrayList<>();

    public Sessions(
            SessionStore store, TargetStore targets, Journal journal, Ids ids, Clock clock, SessionSettings settings) {
        this.store = store;
        this.targets = targets;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
        this.cache = new SessionCache(clock, settings.cacheFor());
    }

    public void onEnded(SessionEnded listener) {
        listeners.add(listener);
    }

    public Started start(Operator by, StartSession request) {
        check(request);
        var now = clock.instant();
        var lifetime = lifetime(request.lifetime());
        var session = new Session(
                ids.next("ses"),
                Session.Kind.AGENT,
                request.agent(),
                request.environment(),
                request.targets(),
                by.id(),
                now,
                now.plus(lifetime),
                null,
                null,
                request.workflow());
        var token = ids.token(TOKEN_PREFIX);
        store.add(session, Hashes.sha256(token));
        journal.append(opened(session, by.name()), null).join();
        return new Started(session, token);
    }

    /** Opens the session that an undo's actions belong to; it has no token. */
    public Session startUndo(Session session, String operatorName) {
        store.add(session, null);
        journal.append(opened(session, operatorName), null).join();
        return session;
    }

    /**
     * The living session of a token.
     *
     * @throws ProblemException {@link Reason#NOT_AUTHENTICATED}, {@link Reason#SESSION_EXPIRED},
     *     {@link Reason#SESSION_REVOKED}
     */
    public Session authenticate(String token) {
        var session = cache.get(Hashes.sha256(token), store::byTokenHash)
                .orElseThrow(() -> problem(Reason.NOT_AUTHENTICATED, "this session token is not valid"));
        ended(session).ifPresent(p -> {
            throw p.toException();
        });
        return session;
    }

    /** Why the session may not act any more, as the store knows by now; empty when it may. */
    public Optional<Problem> ended(String id) {
        var session = cache.get(id, store::byId);
        return session.isEmpty()
                ? Optional.of(Problem.of(Reason.NOT_AUTHENTICATED, "there is no session " + id))
                : ended(session.get());
    }

    /** Ends a session: from the answer on, none of its effects starts here. */
    public void revoke(Operator by, String id) {
        var session = byId(id);
        if (store.revoke(id, by.id(), clock.instant())) {
            journal.append(closed(session, by.name()), null).join();
        }
        cache.forget();
        listeners.forEach(listener -> listener.ended(session));
    }

    public Session byId(String id) {
        return store.byId(id).orElseThrow(() -> problem(Reason.NOT_FOUND, "there is no session " + id));
    }

    public Page<Session> page(@Nullable String from, int limit) {
        return store.page(from, limit);
    }

    private Optional<Problem> ended(Session session) {
        if (session.revokedAt() != null) {
            return Optional.of(Problem.of(Reason.SESSION_REVOKED, "session " + session.id() + " was revoked"));
        }
        if (!clock.instant().isBefore(session.expiresAt())) {
            return Optional.of(Problem.of(
                    Reason.SESSION_EXPIRED, "session " + session.id() + " expired at " + session.expiresAt()));
        }
        return Optional.empty();
    }

    private void check(StartSession request) {
        requireName("agent", request.agent().id());
        requireName("agent version", request.agent().version());
        requireName("environment", request.environment());
        if (request.workflow() != null) {
            requireName("workflow", request.workflow());
        }
        if (request.targets().isEmpty() || request.targets().size() > MAX_TARGETS) {
            throw problem(Reason.BAD_REQUEST, "a session names 1 to " + MAX_TARGETS + " targets");
        }
        for (var target : request.targets()) {
            if (targets.byName(target).isEmpty()) {
                throw problem(Reason.NOT_FOUND, "there is no target called " + target);
            }
        }
    }

    private Duration lifetime(@Nullable Duration asked) {
        if (asked == null) {
            return settings.lifetime();
        }
        if (asked.isNegative() || asked.isZero() || asked.compareTo(settings.maxLifetime()) > 0) {
            throw problem(Reason.BAD_REQUEST, "a session lives for 1 second to " + settings.maxLifetime());
        }
        return asked;
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw problem(
                    Reason.BAD_REQUEST,
                    "the " + what + " has 1 to 128 letters, digits, spaces and . _ : / @ + -, starting with one of the"
                            + " first two");
        }
    }

    private ReceiptDraft opened(Session session, String operator) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("kind", session.kind().name().toLowerCase(Locale.ROOT));
        body.put(
                "agent",
                Map.of("id", session.agent().id(), "version", session.agent().version()));
        body.put("environment", session.environment());
        body.put("workflow", session.workflow());
        body.put("targets", session.targets());
        body.put("operator", operator);
        body.put("expires_at", session.expiresAt().toString());
        return new ReceiptDraft(session.id(), null, ReceiptType.SESSION_OPENED, clock.instant(), body, Map.of());
    }

    private ReceiptDraft closed(Session session, String operator) {
        return new ReceiptDraft(
                session.id(),
                null,
                ReceiptType.SESSION_CLOSED,
                clock.instant(),
                Map.of("operator", operator, "how", "revoked"),
                Map.of());
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
