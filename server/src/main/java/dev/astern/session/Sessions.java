package dev.astern.session;

import dev.astern.config.SessionSettings;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.EntryFields;
import dev.astern.evidence.Recorder;
import dev.astern.journal.Hashes;
import dev.astern.model.Ids;
import dev.astern.model.Limits;
import dev.astern.model.Operator;
import dev.astern.model.Page;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import dev.astern.storage.SessionStore;
import dev.astern.storage.TargetStore;
import dev.astern.storage.UseStore;
import java.math.BigDecimal;
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
    /** How long whoever ends a session has to write its receipts, before others close it. */
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private final SessionStore store;
    private final UseStore uses;
    private final TargetStore targets;
    private final Recorder recorder;
    private final Ids ids;
    private final Clock clock;
    private final SessionSettings settings;
    private final SessionCache cache;
    private final List<SessionEnded> listeners = new CopyOnWriteArrayList<>();

    public Sessions(
            SessionStore store,
            UseStore uses,
            TargetStore targets,
            Recorder recorder,
            Ids ids,
            Clock clock,
            SessionSettings settings) {
        this.store = store;
        this.uses = uses;
        this.targets = targets;
        this.recorder = recorder;
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
                request.workflow(),
                request.conduct());
        var token = ids.token(TOKEN_PREFIX);
        store.add(session, Hashes.sha256(token));
        recorder.record(opened(session, by.name()));
        return new Started(session, token);
    }

    /** Opens a session in which something is done for an operator, for example an undo; it has no token. */
    public Session startFor(Session session, String operatorName) {
        store.add(session, null);
        recorder.record(opened(session, operatorName));
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

    /** Why a session that lives may not go on by itself, as the store knows by now; empty when it may. */
    public Optional<Problem> halted(String id) {
        return cache.get(id, store::byId)
                .map(session -> session.conduct().halt())
                .map(halt -> Problem.of(Reason.SESSION_HALTED, "action " + halt.action() + " failed: " + halt.why())
                        .with("action", halt.action()));
    }

    /** Halts a session after a failure, until a person has looked. */
    public void halt(Session session, String actionId, String why) {
        if (uses.halt(session.id(), actionId, why, clock.instant())) {
            recorder.record(draft(
                    session,
                    ReceiptType.SESSION_HALTED,
                    new HashMap<>(Map.of("failed", actionId, "why", why)),
                    Map.of()));
        }
        cache.forget();
    }

    /** Lets a halted session go on. */
    public void resume(Operator by, String id, String reason) {
        var session = byId(id);
        if (!uses.resume(id)) {
            throw problem(Reason.CONFLICTING_STATE, "session " + id + " is not halted");
        }
        recorder.record(draft(
                session,
                ReceiptType.SESSION_RESUMED,
                new HashMap<>(Map.of("operator", by.id())),
                Map.of("operator_name", by.name(), "resume_reason", reason)));
        cache.forget();
    }

    /** Raises or sets limits; what is not named stays. */
    public Session extend(Operator by, String id, Limits more) {
        var session = byId(id);
        var limits = session.conduct().limits().with(more);
        recorder.record(draft(
                session,
                ReceiptType.SESSION_LIMITED,
                new HashMap<>(Map.of("operator", by.id())),
                Map.of("operator_name", by.name(), "limits", limits.told())));
        uses.limit(id, limits);
        cache.forget();
        return byId(id);
    }

    /** How much a session has used of what is limited, by name. */
    public Map<String, BigDecimal> used(String id) {
        return uses.used(byId(id).id(), "");
    }

    /** Ends a session: from the answer on, none of its effects starts here. */
    public void revoke(Operator by, String id) {
        var session = byId(id);
        if (store.revoke(id, by.id(), clock.instant())) {
            recorder.record(revoked(session, by));
        }
        cache.forget();
        listeners.forEach(listener -> listener.ended(session));
        close(session, "revoked");
    }

    /** Gives their last receipt to the sessions that have ended and have nothing in flight. */
    public void closeEnded() {
        for (var session : store.toClose(clock.instant().minus(CLOSING))) {
            close(session, session.revokedAt() == null ? "expired" : "revoked");
        }
    }

    /**
     * Writes a session's last receipt, which says how many there are; nothing can be added after it.
     *
     * @return false when something is still in flight, so that it is to be tried again
     */
    public boolean close(Session session, String how) {
        var lost = recorder.await(recorder.submit(closed(session, how), null));
        boolean done = lost.isEmpty() || lost.get().reason() == Reason.SESSION_CLOSED;
        if (done) {
            store.closed(session.id(), clock.instant());
        }
        return done;
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
        requireNameOrNone("prompt", request.agent().prompt());
        requireNameOrNone("model", request.agent().model());
        requireNameOrNone("tools", request.agent().tools());
        requireName("environment", request.environment());
        requireNameOrNone("workflow", request.workflow());
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

    private static void requireNameOrNone(String what, @Nullable String name) {
        if (name != null) {
            requireName(what, name);
        }
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
        body.put("agent", EntryFields.agent(session.agent()));
        body.put("workflow", session.workflow());
        body.put("targets", session.targets());
        body.put("operator", session.startedBy());
        body.put("expires_at", session.expiresAt().toString());
        return draft(
                session,
                ReceiptType.SESSION_OPENED,
                body,
                Map.of("operator_name", operator, "environment", session.environment()));
    }

    private ReceiptDraft revoked(Session session, Operator by) {
        return draft(
                session, ReceiptType.SESSION_REVOKED, Map.of("operator", by.id()), Map.of("operator_name", by.name()));
    }

    private ReceiptDraft closed(Session session, String how) {
        return draft(session, ReceiptType.SESSION_CLOSED, Map.of("how", how), Map.of());
    }

    private ReceiptDraft draft(
            Session session,
            ReceiptType type,
            Map<String, @Nullable Object> body,
            Map<String, @Nullable Object> disclosures) {
        return new ReceiptDraft(session.id(), null, type, clock.instant(), body, disclosures);
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
