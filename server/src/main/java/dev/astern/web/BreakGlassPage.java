package dev.astern.web;

import dev.astern.approval.Approvals;
import dev.astern.approval.Ballot;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.model.Approval;
import dev.astern.rest.Caller;
import dev.astern.rest.ReasonStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where somebody lets it run alone, who may and says why. */
@Controller
public final class BreakGlassPage {
    private final Approvals approvals;
    private final Cards cards;

    public BreakGlassPage(Approvals approvals, Cards cards) {
        this.approvals = approvals;
        this.cards = cards;
    }

    @GetMapping("/approvals/{id}/break-glass")
    String form(@PathVariable String id, Caller caller, Model model) {
        return form(id, caller, null, "", model);
    }

    @PostMapping("/approvals/{id}/break-glass")
    Object breakGlass(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer round,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String alone,
            Caller caller,
            Model model,
            HttpServletResponse out) {
        try {
            if (!alone.equals("yes")) {
                throw DecisionForm.bad("tick that you let it run alone");
            }
            var ballot =
                    new Ballot(Approval.Choice.BREAK_GLASS, DecisionForm.looked(round), reason.strip(), Set.of(), null);
            approvals.decide(caller.operator(), List.of(id), ballot);
            return SignInController.redirect("/approvals/" + id);
        } catch (ProblemException e) {
            out.setStatus(ReasonStatus.of(e.problem().reason()));
            return form(id, caller, e.problem(), reason, model);
        }
    }

    private String form(String id, Caller caller, @Nullable Problem problem, String reason, Model model) {
        var card = cards.card(id, caller);
        Cards.frame(caller, problem, model);
        model.addAttribute("asked", card.asked());
        model.addAttribute("shown", card.shown());
        model.addAttribute("reason", reason);
        return "glass";
    }
}
