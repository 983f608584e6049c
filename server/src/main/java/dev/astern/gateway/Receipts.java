package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Tier;
import dev.astern.journal.Hashes;
import dev.astern.model.Action;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What receipts say: the fields of an audit entry in the leaf, and everything that may be long or personal apart, bound
 * by its digest. Pure.
 */
public final class Receipts {
    private static final int MAX_LISTED = 200;
    private static final int MAX_TEXT = 500;

    private Receipts() {}

    /** What does not change between an action's receipts; the command is null where only the intent knows it. */
    public record Subject(
            Session session,
            Action action,
            @Nullable String command,
            String reason,
            List<String> sources,
            List<String> undoes) {}

    public static ReceiptDraft intent(Subject subject, Instant now) {
        var body = subject(subject);
        body.put("decision", "allow");
        return draft(subject, ReceiptType.INTENT, now, body, Map.of());
    }

    public static ReceiptDraft refusal(Subject subject, Problem problem, Instant now) {
        var body = subject(subject);
        body.put("decision", "block");
        body.put("state", subject.action().state().code());
        var payloads = new HashMap<String, String>();
        problem(body, payloads, problem);
        return draft(subject, ReceiptType.REFUSAL, now, body, payloads);
    }

    /** How it ended. */
    static ReceiptDraft result(Subject subject, Ending ending, boolean keepRows, Instant now) {
        var body = subject(subject);
        var payloads = new HashMap<String, String>();
        body.put("state", subject.action().state().code());
        body.put("decision", "allow");
        var output = ending.output();
        body.put("exit_code", output.exitCode());
        payload(body, payloads, "output", Json.write(keepRows ? output : withoutRows(output)));
        effects(body, payloads, ending.observed());
        if (ending.reads().rows() > 0 || !ending.reads().resources().isEmpty()) {
            reads(body, payloads, ending.reads());
        }
        ending.attachments().forEach((name, content) -> payload(body, payloads, name, content));
        problem(body, payloads, ending.problem());
        return draft(subject, ReceiptType.RESULT, now, body, payloads);
    }

    /** The audit entry's fields: who, in whose name, what, where, approved by what. */
    private static Map<String, @Nullable Object> subject(Subject subject) {
        var session = subject.session();
        var action = subject.action();
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put(
                "agent",
                Map.of("id", session.agent().id(), "version", session.agent().version()));
        body.put("environment", session.environment());
        body.put("workflow", session.workflow());
        body.put("target", Text.bounded(action.target(), MAX_TEXT));
        body.put("tool", Text.bounded(action.tool(), MAX_TEXT));
        body.put("verb", action.verb());
        body.put("tier", action.tier().name().toLowerCase(Locale.ROOT));
        body.put("reversibility", action.reversibility().name().toLowerCase(Locale.ROOT));
        body.put("rehearsal", action.rehearsal());
        body.put("request", action.requestDigest());
        body.put("command", subject.command() == null ? null : Hashes.sha256(subject.command()));
        body.put("reason", subject.reason().isEmpty() ? null : Hashes.sha256(subject.reason()));
        body.put("sources", subject.sources());
        body.put("working_directory", null);
        body.put("risk_score", null);
        body.put("approval", approval());
        if (!subject.undoes().isEmpty()) {
            body.put("undoes", Hashes.sha256(Json.write(subject.undoes())));
        }
        return body;
    }

    /** Nobody is asked yet, and the receipt says so. */
    private static Map<String, @Nullable Object> approval() {
        var approval = new HashMap<String, @Nullable Object>();
        approval.put("required", false);
        approval.put("reviewer", null);
        approval.put("approved_at", null);
        return approval;
    }

    private static void effects(Map<String, @Nullable Object> body, Map<String, String> payloads, Observed observed) {
        var counts = observed.counts();
        var effects = new HashMap<String, @Nullable Object>();
        effects.put("digest", observed.digest());
        effects.put("resources", counts.size());
        effects.put("total", observed.total());
        effects.put(
                "counts", counts.stream().limit(MAX_LISTED).map(Receipts::count).toList());
        body.put("effects", effects);
        body.put(
                "notes",
                observed.notes().stream()
                        .limit(MAX_LISTED)
                        .map(n -> Text.bounded(n, MAX_TEXT))
                        .toList());
        if (counts.size() > 0) {
            payload(body, payloads, "sample", Json.write(observed.sample()));
            body.put("rollback", "undo of this action restores the images kept at the target");
        }
    }

    private static Map<String, @Nullable Object> count(ResourceCount count) {
        return Map.of(
                "resource", Text.bounded(count.resource(), MAX_TEXT),
                "inserted", count.inserted(),
                "updated", count.updated(),
                "deleted", count.deleted());
    }

    private static void reads(Map<String, @Nullable Object> body, Map<String, String> payloads, Reads reads) {
        var said = new HashMap<String, @Nullable Object>();
        said.put("rows", reads.rows());
        said.put("digest", reads.digest());
        said.put(
                "resources",
                reads.resources().stream()
                        .limit(MAX_LISTED)
                        .map(r -> Map.of(
                                "resource", Text.bounded(r.resource(), MAX_TEXT),
                                "keys", r.keys().size(),
                                "whole", r.whole()))
                        .toList());
        body.put("reads", said);
        payload(body, payloads, "read_keys", Json.write(reads.resources()));
    }

    /** The sentence may quote values from the target, so it stays out of the leaf. */
    private static void problem(
            Map<String, @Nullable Object> body, Map<String, String> payloads, @Nullable Problem problem) {
        if (problem != null) {
            body.put("problem", problem.reason().code());
            payload(body, payloads, "problem_detail", problem.detail());
        }
    }

    private static void payload(
            Map<String, @Nullable Object> body, Map<String, String> payloads, String name, String content) {
        payloads.put(name, content);
        body.put(name, Hashes.sha256(content));
    }

    private static ReceiptDraft draft(
            Subject subject,
            ReceiptType type,
            Instant now,
            Map<String, @Nullable Object> body,
            Map<String, String> payloads) {
        var all = new HashMap<>(payloads);
        if (subject.command() != null && !hasIntent(type, subject.action())) {
            all.put("command", subject.command());
            if (!subject.reason().isEmpty()) {
                all.put("reason", subject.reason());
            }
            if (!subject.undoes().isEmpty()) {
                all.put("undoes", Json.write(subject.undoes()));
            }
        }
        return new ReceiptDraft(subject.session().id(), subject.action().id(), type, now, body, all);
    }

    /** Whether an earlier receipt of the action keeps its command already. */
    private static boolean hasIntent(ReceiptType type, Action action) {
        return type == ReceiptType.RESULT && action.tier() != Tier.READ && !action.rehearsal();
    }

    private static Output withoutRows(Output output) {
        return new Output(
                output.exitCode(),
                output.results().stream()
                        .map(r -> new Output.Result(
                                r.tag(),
                                r.rowCount(),
                                r.columns(),
                                List.of(),
                                !r.rows().isEmpty() || r.truncated()))
                        .toList());
    }
}
