package dev.astern.web;

import dev.astern.approval.Ballot;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.Approval;
import dev.astern.policy.HoldTerms;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** What somebody filled in who decides. */
public record DecisionForm(
        @Nullable String decision,
        @Nullable String reason,
        @Nullable List<String> confirmed,
        @Nullable String recoveryOwner) {
    static final DecisionForm EMPTY = new DecisionForm(null, null, null, null);

    /** What was ticked is not ticked again by us; what was written need not be written again. */
    void refill(Model model) {
        model.addAttribute("reason", reason == null ? "" : reason);
        model.addAttribute("owner", recoveryOwner == null ? "" : recoveryOwner);
    }

    /** @throws ProblemException where something is missing */
    Ballot ballot(@Nullable Integer round) {
        return new Ballot(
                choice(),
                looked(round),
                reason == null ? "" : reason.strip(),
                needs(),
                recoveryOwner == null || recoveryOwner.isBlank() ? null : recoveryOwner.strip());
    }

    static int looked(@Nullable Integer round) {
        if (round == null) {
            throw bad("the form does not say what was looked at");
        }
        return round;
    }

    private Approval.Choice choice() {
        return switch (decision == null ? "" : decision) {
            case "approve" -> Approval.Choice.APPROVE;
            case "deny" -> Approval.Choice.DENY;
            default -> throw bad("choose to approve or to reject");
        };
    }

    private Set<HoldTerms.Need> needs() {
        var names = confirmed == null ? List.<String>of() : confirmed;
        return Arrays.stream(HoldTerms.Need.values())
                .filter(need -> names.contains(need.name()))
                .collect(Collectors.toSet());
    }

    static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
