package dev.astern.web;

import dev.astern.approval.Approvals;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.model.Approval;
import dev.astern.model.Permission;
import dev.astern.rest.Caller;
import dev.astern.rest.ReasonStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What waits for people, and the card on which they decide. GET never decides: mail scanners follow links. */
@Controller
public final class ApprovalPages {
    private static final int PER_PAGE = 25;

    private final Approvals approvals;
    private final Cards cards;

    public ApprovalPages(Approvals approvals, Cards cards) {
        this.approvals = approvals;
        this.cards = cards;
    }

    @GetMapping("/approvals")
    String open(@RequestParam(defaultValue = "") String from, Caller caller, Model model) {
        var page = approvals.page(true, null, from.isEmpty() ? null : from, PER_PAGE);
        Cards.frame(caller, null, model);
        model.addAttribute("requests", cards.views(page.items()));
        model.addAttribute("mayDecide", caller.operator().may(Permission.ACTION_APPROVE));
        model.addAttribute("next", page.next());
        model.addAttribute("first", from.isEmpty());
        return "approvals";
    }

    @GetMapping("/approvals/{id}")
    String card(@PathVariable String id, Caller caller, Model model) {
        return card(id, caller, null, DecisionForm.EMPTY, model);
    }

    @PostMapping("/approvals/{id}")
    Object decide(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer round,
            @ModelAttribute DecisionForm form,
            Caller caller,
            Model model,
            HttpServletResponse out) {
        try {
            var decided = approvals
                    .decide(caller.operator(), List.of(id), form.ballot(round))
                    .getFirst();
            return SignInController.redirect("/approvals/" + decided.id());
        } catch (ProblemException e) {
            out.setStatus(ReasonStatus.of(e.problem().reason()));
            return card(id, caller, e.problem(), form, model);
        }
    }

    private String card(String id, Caller caller, @Nullable Problem problem, DecisionForm form, Model model) {
        var card = cards.card(id, caller);
        var operator = caller.operator();
        Cards.frame(caller, problem, model);
        form.refill(model);
        model.addAttribute("asked", card.asked());
        model.addAttribute("shown", card.shown());
        model.addAttribute("mayDecide", operator.may(Permission.ACTION_APPROVE));
        model.addAttribute("mayBreakGlass", operator.may(Permission.BREAK_GLASS));
        model.addAttribute("voted", voted(card.approval(), operator.id()));
        return "approval";
    }

    private static boolean voted(Approval approval, String operator) {
        return approval.currentVotes().stream().anyMatch(vote -> vote.operator().equals(operator));
    }
}
