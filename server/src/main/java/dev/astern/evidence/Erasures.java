package dev.astern.evidence;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.Erasure;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.sealing.KeyScope;
import dev.astern.sealing.KeyStore;
import dev.astern.sealing.Vault;
import dev.astern.storage.ErasureStore;
import dev.astern.storage.ErasureStore.Appearance;
import dev.astern.storage.SessionStore;
import dev.astern.target.Targets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Erases by destroying keys, and persons' images where they are kept. What was proven stays proven: the entries and their digests remain, and a receipt says what
 * can't be read any more.
 */
public final class Erasures {
    private static final int MAX_LISTED = 500;

    private final ErasureStore store;
    private final KeyStore keys;
    private final SessionStore sessions;
    private final Holds holds;
    private final Vault vault;
    private final Recorder recorder;
    private final Consumer<List<String>> remembered;
    private final PersonErasures images;
    private final Ids ids;
    private final Clock clock;

    /** @param remembered keeps the ids of keys outside the store, before they are destroyed */
    public Erasures(
            ErasureStore store,
            KeyStore keys,
            SessionStore sessions,
            Holds holds,
            Vault vault,
            Recorder recorder,
            Consumer<List<String>> remembered,
            Targets targets,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.keys = keys;
        this.sessions = sessions;
        this.holds = holds;
        this.vault = vault;
        this.recorder = recorder;
        this.remembered = remembered;
        this.images = new PersonErasures(store, holds, targets);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What is known of one person by the columns that name people.
     *
     * @param appearances the latest receipts with rows of this person
     * @param sessions all sessions that have any, there or in images at targets; their commands and the reports of undos
     *     may quote the person, too
     * @param targets where images are kept, or where nobody could ask
     */
    public record Footprint(List<Appearance> appearances, List<String> sessions, List<AtTarget> targets) {}

    /**
     * @param actions how many actions the images and rows are of
     * @param problem code of why the target could not be asked, or null
     */
    public record AtTarget(
            String target,
            long images,
            long rows,
            int actions,
            @Nullable String problem,
            List<String> notes) {}

    /** Erases all that a session's receipts keep sealed, and what its callers were answered. */
    public Erasure session(Operator by, String sessionId, String reason) {
        if (sessions.byId(sessionId).isEmpty()) {
            throw problem(Reason.NOT_FOUND, "there is no session " + sessionId);
        }
        holds.check(List.of(sessionId));
        return erase("session", List.of(KeyScope.session(sessionId)), List.of(sessionId), by.id(), reason);
    }

    /**
     * Erases the rows that are about one person, wherever receipts keep them or targets their images. What can't be reached
     * is pending, and is done when the same is asked for again.
     */
    public Erasure person(Operator by, String person, String reason) {
        if (person.indexOf('\0') >= 0) {
            throw problem(Reason.BAD_REQUEST, "no column holds such a name");
        }
        var pseudonym = vault.pseudonym(person);
        var surveys = images.survey(person);
        var where = sessionsWith(pseudonym, surveys);
        holds.check(where);
        var earlier = store.pending(pseudonym);
        var todo = PersonErasures.todo(surveys, earlier.keySet());
        var found = keys.ofScopes(List.of(KeyScope.person(pseudonym).name()));
        if (found.isEmpty() && todo.isEmpty()) {
            throw nothing();
        }
        var erasure = erasure("person", found, where, by.id(), reason).with(todo);
        remembered.accept(found);
        store.erase(erasure, pseudonym);
        vault.forget();
        record(erasure);
        images.erase(erasure, person, pseudonym, earlier);
        store.untold(erasure.id()).ifPresent(this::tell);
        return store.byId(erasure.id()).orElse(erasure);
    }

    private List<String> sessionsWith(String pseudonym, List<PersonErasures.Survey> surveys) {
        var sessions = new TreeSet<>(store.sessionsWith(pseudonym));
        sessions.addAll(images.sessions(surveys));
        return List.copyOf(sessions);
    }

    public Footprint footprint(String person) {
        var pseudonym = vault.pseudonym(person);
        var surveys = images.survey(person);
        return new Footprint(
                store.appearances(pseudonym, MAX_LISTED),
                sessionsWith(pseudonym, surveys),
                surveys.stream()
                        .map(s -> new AtTarget(
                                s.target(),
                                s.kept().images(),
                                s.kept().rows(),
                                s.kept().actions().size(),
                                s.problem(),
                                s.kept().notes()))
                        .toList());
    }

    public List<Erasure> latest(int limit) {
        return store.latest(limit);
    }

    /** Erases what retention says is over; holds have been looked at. */
    void expired(List<String> sessionIds) {
        erase(
                "retention",
                sessionIds.stream().map(KeyScope::session).toList(),
                sessionIds,
                "retention",
                "the retention of these sessions is over");
    }

    /** Writes the receipts of erasures whose node died between the two. */
    public void finish() {
        store.unrecorded().forEach(this::record);
        store.untold().forEach(this::tell);
    }

    private Erasure erase(String scope, List<KeyScope> scopes, List<String> where, String operator, String reason) {
        var found = keys.ofScopes(scopes.stream().map(KeyScope::name).toList());
        if (found.isEmpty()) {
            throw nothing();
        }
        var erasure = erasure(scope, found, where, operator, reason);
        remembered.accept(found);
        store.erase(erasure);
        vault.forget();
        record(erasure);
        return erasure;
    }

    private Erasure erasure(String scope, List<String> found, List<String> where, String operator, String reason) {
        return new Erasure(ids.next("era"), scope, found, where, operator, reason, clock.instant());
    }

    private void record(Erasure erasure) {
        recorder.record(receipt(erasure, erasure.keys(), List.of()));
        store.recorded(erasure.id());
    }

    /** What was done at targets is known only after the keys are gone, so it has a receipt of its own. */
    private void tell(Erasure erasure) {
        if (!erasure.targets().isEmpty()) {
            recorder.record(receipt(erasure, List.of(), erasure.targets()));
            store.told(
                    erasure.id(),
                    erasure.targets().stream().map(Erasure.AtTarget::target).toList());
        }
    }

    private ReceiptDraft receipt(Erasure erasure, List<String> keys, List<Erasure.AtTarget> targets) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("erasure", erasure.id());
        body.put("scope", erasure.scope());
        body.put("keys", keys.stream().limit(MAX_LISTED).toList());
        body.put("key_count", keys.size());
        body.put("sessions", erasure.sessions().stream().limit(MAX_LISTED).toList());
        body.put("session_count", erasure.sessions().size());
        body.put("operator", erasure.operator());
        if (!targets.isEmpty()) {
            body.put("targets", targets.stream().map(Erasures::told).toList());
        }
        return new ReceiptDraft(
                Acts.CHAIN, null, ReceiptType.ERASURE, clock.instant(), body, Map.of("reason", erasure.reason()));
    }

    private static Map<String, Object> told(Erasure.AtTarget at) {
        var body = new HashMap<String, Object>();
        body.put("target", at.target());
        body.put("state", at.state().name().toLowerCase(Locale.ROOT));
        body.put("images", at.images());
        body.put("rows", at.rows());
        body.put("held", at.held());
        if (at.problem() != null) {
            body.put("problem", at.problem());
        }
        return body;
    }

    private static ProblemException nothing() {
        return problem(Reason.NOT_FOUND, "nothing is kept of it, or it was erased before");
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
