package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Tier;
import dev.astern.evidence.EntryFields;
import dev.astern.model.Action;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What receipts say: the plain facts in the entry; everything that may be long or personal as a disclosure. Pure.
 */
public final class Receipts {
    private static final int MAX_LISTED = 100;
    private static final int MAX_TEXT = 500;

    private Receipts() {}

    /** What does not change between an action's receipts; the command is null where only the intent knows it. */
    public record Subject(
            Session session,
            Action action,
            @Nullable String command,
            String reason,
            List<String> sources,
            List<String> undoes,
            Map<String, Object> evidence,
            Decided decided,
            Asked asked) {
        /** What a person ordered, or nobody decided about. */
        public Subject(
                Session session,
                Action action,
                @Nullable String command,
                String reason,
                List<String> sources,
                List<String> undoes) {
            this(session, action, command, reason, sources, undoes, Map.of(), Decided.BUILTIN, Asked.NOTHING);
        }

        Subject with(Action other) {
            return new Subject(session, other, command, reason, sources, undoes, evidence, decided, asked);
        }

        Subject with(Decided other) {
            return new Subject(session, action, command, reason, sources, undoes, evidence, other, asked);
        }
    }

    public static ReceiptDraft intent(Subject subject, Instant now) {
        return new Draft(subject).decided(allowed(subject)).command().ruling().draft(ReceiptType.INTENT, now);
    }

    public static ReceiptDraft refusal(Subject subject, Problem problem, Instant now) {
        return new Draft(subject)
                .decided("block")
                .command()
                .ruling()
                .state()
                .problem(problem)
                .draft(ReceiptType.REFUSAL, now);
    }

    /**
     * It waits for people, who are shown what it would do.
     *
     * @param round counts from 0 each time that something has moved
     */
    public static ReceiptDraft held(String requestId, HeldAction held, int round) {
        var request = held.request();
        var subject = new Subject(
                held.session(),
                held.action(),
                held.operation().command(),
                request.reason(),
                request.sources(),
                List.of(),
                request.evidence(),
                Decided.by(held.ruling()),
                Asked.of(request, held.operation().command()));
        var draft =
                new Draft(subject).decided("hold").command().ruling().state().effects(held.observed());
        draft.body.put("request", requestId);
        draft.body.put("fingerprint", held.fingerprint());
        draft.body.put("round", round);
        draft.body.put("decide_by", held.at().plus(held.terms().decideBy()).toString());
        draft.body.remove("rollback");
        return draft.draft(ReceiptType.HELD, held.at());
    }

    private static String allowed(Subject subject) {
        var ruling = subject.decided().ruling();
        return ruling == null || subject.decided().grant() != null || !ruling.runs()
                ? "allow"
                : ruling.decision().code();
    }

    /** How it ended. */
    static ReceiptDraft result(Subject subject, Ending ending, boolean keepRows, Instant now) {
        var draft = new Draft(subject).decided(allowed(subject)).state();
        if (!hasIntent(subject.action())) {
            draft.command().ruling();
        }
        var output = ending.output();
        return draft.output(keepRows ? output : withoutRows(output))
                .effects(ending.observed())
                .reads(ending.reads())
                .attachments(ending.attachments())
                .problem(ending.problem())
                .draft(ReceiptType.RESULT, now);
    }

    /** Whether an earlier receipt of the action keeps its command already. */
    private static boolean hasIntent(Action action) {
        return action.tier() != Tier.READ && !action.rehearsal();
    }

    /** A receipt in the making. */
    private static final class Draft {
        private final Subject subject;
        private final Map<String, @Nullable Object> body = new HashMap<>();
        private final Map<String, @Nullable Object> disclosures = new HashMap<>();

        private Draft(Subject subject) {
            this.subject = subject;
            var session = subject.session();
            var action = subject.action();
            body.put("agent", EntryFields.agent(session.agent()));
            body.put("workflow", session.workflow());
            body.put("target", Text.bounded(action.target(), MAX_TEXT));
            body.put("tool", Text.bounded(action.tool(), MAX_TEXT));
            body.put("verb", action.verb());
            body.put("tier", code(action.tier()));
            body.put("reversibility", code(action.reversibility()));
            body.put("rehearsal", action.rehearsal());
            body.put("risk_score", subject.decided().risk());
            body.put("approval", subject.decided().approval());
            disclosures.put("environment", session.environment());
        }

        Draft decided(String decision) {
            body.put("policy", subject.decided().policy(decision));
            return this;
        }

        /** How the risk came about, and who agreed: said once. */
        Draft ruling() {
            var ruling = subject.decided().ruling();
            if (ruling != null) {
                disclosures.put("risk_terms", ruling.terms());
            }
            var grant = subject.decided().grant();
            if (grant != null) {
                disclosures.put("reviewer", String.join(", ", grant.reviewers()));
                disclosures.put("approval_request", grant.approval());
            }
            return this;
        }

        Draft command() {
            if (subject.command() != null) {
                disclosures.put("command", subject.command());
                disclosures.put("request_digest", subject.action().requestDigest());
            }
            if (!subject.asked().arguments().isEmpty()) {
                disclosures.put("arguments", subject.asked().arguments());
            }
            var promotes = subject.asked().promotes();
            if (promotes != null) {
                disclosures.put("promotes", Json.tree(promotes));
            }
            if (!subject.reason().isEmpty()) {
                disclosures.put("reason", subject.reason());
            }
            if (!subject.sources().isEmpty()) {
                disclosures.put("sources", subject.sources());
            }
            if (!subject.evidence().isEmpty()) {
                disclosures.put("evidence", Json.tree(subject.evidence()));
            }
            if (!subject.undoes().isEmpty()) {
                disclosures.put("undoes", subject.undoes());
            }
            return this;
        }

        Draft state() {
            body.put("state", subject.action().state().code());
            return this;
        }

        Draft output(Output output) {
            body.put("exit_code", output.exitCode());
            if (!output.results().isEmpty()) {
                disclosures.put("output", OutputTree.of(output));
            }
            return this;
        }

        Draft effects(Observed observed) {
            var counts = observed.counts();
            var effects = new HashMap<String, @Nullable Object>();
            effects.put("resources", counts.size());
            effects.put("total", observed.total());
            effects.put(
                    "counts",
                    counts.stream().limit(MAX_LISTED).map(Receipts::count).toList());
            body.put("effects", effects);
            if (!observed.notes().isEmpty()) {
                disclosures.put(
                        "notes",
                        observed.notes().stream()
                                .limit(MAX_LISTED)
                                .map(n -> Text.bounded(n, MAX_TEXT))
                                .toList());
            }
            if (!observed.digest().isEmpty()) {
                disclosures.put("effects_digest", observed.digest());
            }
            if (!counts.isEmpty()) {
                body.put("rollback", "undo of this action restores the images kept at the target");
            }
            return this;
        }

        Draft reads(Reads reads) {
            if (reads.rows() == 0 && reads.resources().isEmpty()) {
                return this;
            }
            var said = new HashMap<String, @Nullable Object>();
            said.put("rows", reads.rows());
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
            disclosures.put("reads_digest", reads.digest());
            disclosures.put("read_keys", Json.tree(reads.resources()));
            return this;
        }

        Draft attachments(Map<String, String> attachments) {
            attachments.forEach((name, json) -> disclosures.put(name, Json.parsed(json)));
            return this;
        }

        /** The sentence may quote values from the target, so it stays out of the entry. */
        Draft problem(@Nullable Problem problem) {
            if (problem != null) {
                body.put("problem", problem.reason().code());
                disclosures.put("problem_detail", problem.detail());
            }
            return this;
        }

        ReceiptDraft draft(ReceiptType type, Instant now) {
            return new ReceiptDraft(subject.session().id(), subject.action().id(), type, now, body, disclosures);
        }
    }

    private static Map<String, @Nullable Object> count(ResourceCount count) {
        return Map.of(
                "resource", Text.bounded(count.resource(), MAX_TEXT),
                "inserted", count.inserted(),
                "updated", count.updated(),
                "deleted", count.deleted());
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
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
