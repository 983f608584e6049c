package dev.astern.rest;

import dev.astern.approval.Approvals;
import dev.astern.approval.ApprovedRuns;
import dev.astern.approval.Ballot;
import dev.astern.approval.Deadlines.Due;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Approval;
import dev.astern.policy.HoldTerms;
import dev.astern.rest.Views.PageView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Requests that people decide about. */
@RestController
public final class ApprovalController {
    private final Approvals approvals;
    private final ApprovedRuns runs;
    private final ObjectMapper mapper;

    public ApprovalController(Approvals approvals, ApprovedRuns runs, ObjectMapper mapper) {
        this.approvals = approvals;
        this.runs = runs;
        this.mapper = mapper;
    }

    /**
     * {@code decision} is {@code approve} or {@code deny}; {@code confirmed} names what approvers are asked to confirm;
     * {@code round} is the one that was looked at.
     */
    record Decision(
            String decision,
            int round,
            @Nullable String reason,
            @Nullable List<String> confirmed,
            @Nullable String recoveryOwner) {}

    /** All of them or none; they are of one rule and one class. {@code rounds} says which one of each was looked at. */
    record BatchDecision(
            Map<String, Integer> rounds,
            String decision,
            @Nullable String reason,
            @Nullable List<String> confirmed,
            @Nullable String recoveryOwner) {}

    record Edit(
            @Nullable Integer round,
            Map<String, Object> arguments,
            @Nullable String reason) {}

    record Glass(int round, String reason) {}

    record VoteView(
            int round,
            String operator,
            String name,
            String decision,
            String reason,
            Set<String> confirmed,
            @Nullable String recoveryOwner,
            @Nullable Instant lookedAt,
            Instant at) {
        static VoteView of(Approval.Vote vote) {
            return new VoteView(
                    vote.round(),
                    vote.operator(),
                    vote.name(),
                    vote.choice().code(),
                    vote.reason(),
                    codes(vote.confirmed()),
                    vote.recoveryOwner(),
                    vote.lookedAt(),
                    vote.at());
        }
    }

    record ApprovalView(
            String id,
            String action,
            String session,
            String agent,
            String target,
            String state,
            int round,
            String rule,
            String why,
            String tier,
            String reversibility,
            int risk,
            int quorum,
            List<String> distinctFrom,
            Set<String> needs,
            Instant heldAt,
            Instant decideBy,
            @Nullable Instant executeBy,
            boolean clocksStandStill,
            String fingerprint,
            String policy,
            List<VoteView> votes) {
        static ApprovalView of(Approval approval, Due due) {
            var terms = approval.terms();
            return new ApprovalView(
                    approval.id(),
                    approval.actionId(),
                    approval.sessionId(),
                    approval.agent(),
                    approval.target(),
                    approval.state().code(),
                    approval.round(),
                    approval.rule(),
                    approval.why(),
                    approval.tier().name().toLowerCase(Locale.ROOT),
                    approval.reversibility().name().toLowerCase(Locale.ROOT),
                    approval.risk(),
                    terms.quorum(),
                    terms.distinctFrom().stream().map(d -> d.code()).toList(),
                    codes(terms.needs()),
                    approval.heldAt(),
                    due.decideBy(),
                    due.executeBy(),
                    due.standStill(),
                    approval.fingerprint(),
                    approval.policyDigest(),
                    approval.votes().stream().map(VoteView::of).toList());
        }
    }

    /** With what the action would do. */
    record CardView(ApprovalView approval, JsonNode shown) {}

    /** {@code state} is {@code open} (the default), {@code ended} or {@code all}. */
    @GetMapping("/v1/approvals")
    PageView<ApprovalView> page(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(required = false) @Nullable String session,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(defaultValue = "50") int limit) {
        Boolean open = switch (state) {
            case "open" -> true;
            case "ended" -> false;
            case "all" -> null;
            default -> throw bad("state is open, ended or all");
        };
        var page = approvals.page(open, session, from, limit);
        return new PageView<>(views(page.items()), page.next());
    }

    /** That the caller looked is kept. */
    @GetMapping("/v1/approvals/{id}")
    CardView one(@PathVariable String id, Caller caller) {
        var shown = approvals.shown(caller.operator(), id);
        return new CardView(view(approvals.byId(id)), mapper.readTree(shown));
    }

    @PostMapping("/v1/approvals/{id}/decide")
    ApprovalView decide(@PathVariable String id, @RequestBody Decision decision, Caller caller) {
        var ballot = new Ballot(
                choice(decision.decision()),
                decision.round(),
                decision.reason() == null ? "" : decision.reason(),
                needs(decision.confirmed()),
                decision.recoveryOwner());
        return view(approvals.decide(caller.operator(), List.of(id), ballot).getFirst());
    }

    @PostMapping("/v1/approvals/decide")
    List<ApprovalView> decide(@RequestBody BatchDecision batch, Caller caller) {
        var rounds = Required.value("rounds", batch.rounds());
        rounds.forEach((id, round) -> Required.value("rounds." + id, round));
        var ballot = new Ballot(
                choice(batch.decision()),
                0,
                batch.reason() == null ? "" : batch.reason(),
                needs(batch.confirmed()),
                batch.recoveryOwner());
        return views(approvals.decide(caller.operator(), rounds, ballot));
    }

    @PostMapping("/v1/approvals/{id}/edit")
    ApprovalView edit(@PathVariable String id, @RequestBody Edit edit, Caller caller) {
        return view(runs.edit(
                caller.operator(),
                id,
                Required.value("round", edit.round()),
                Required.value("arguments", edit.arguments()),
                edit.reason() == null ? "" : edit.reason()));
    }

    @PostMapping("/v1/approvals/{id}/break-glass")
    ApprovalView breakGlass(@PathVariable String id, @RequestBody Glass glass, Caller caller) {
        var ballot = new Ballot(
                Approval.Choice.BREAK_GLASS, glass.round(), Required.text("reason", glass.reason()), Set.of(), null);
        return view(approvals.decide(caller.operator(), List.of(id), ballot).getFirst());
    }

    private ApprovalView view(Approval approval) {
        return views(List.of(approval)).getFirst();
    }

    private List<ApprovalView> views(List<Approval> some) {
        var due = approvals.due(some);
        return some.stream()
                .map(one -> ApprovalView.of(one, Objects.requireNonNull(due.get(one.id()))))
                .toList();
    }

    private static Approval.Choice choice(String decision) {
        return switch (decision) {
            case "approve" -> Approval.Choice.APPROVE;
            case "deny" -> Approval.Choice.DENY;
            default -> throw bad("decision is approve or deny");
        };
    }

    private static Set<HoldTerms.Need> needs(@Nullable List<String> codes) {
        if (codes == null) {
            return Set.of();
        }
        return codes.stream()
                .map(code -> Arrays.stream(HoldTerms.Need.values())
                        .filter(need -> need.name().toLowerCase(Locale.ROOT).equals(code))
                        .findFirst()
                        .orElseThrow(() -> bad("confirmed names none of " + codes(Set.of(HoldTerms.Need.values())))))
                .collect(Collectors.toSet());
    }

    private static Set<String> codes(Set<HoldTerms.Need> needs) {
        return needs.stream()
                .map(need -> need.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
