package dev.astern.web;

import dev.astern.approval.Approvals;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.rest.Caller;
import dev.astern.rest.ReasonStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where several requests that are alike are looked at and decided together: all of them or none. */
@Controller
public final class BatchPage {
    private static final int MAX = 25;
    private static final Pattern SEEN = Pattern.compile("(?<id>apr_[0-9a-z]{1,64}):(?<round>[0-9]{1,9})");

    private final Approvals approvals;
    private final Cards cards;

    public BatchPage(Approvals approvals, Cards cards) {
        this.approvals = approvals;
        this.cards = cards;
    }

    @GetMapping("/approvals/batch")
    String look(@RequestParam(required = false) @Nullable List<String> pick, Caller caller, Model model) {
        return look(new TreeSet<>(pick == null ? List.of() : pick), caller, null, DecisionForm.EMPTY, model);
    }

    /** @param seen each request that was shown, with the round that it was in */
    @PostMapping("/approvals/batch")
    Object decide(
            @RequestParam(required = false) @Nullable List<String> seen,
            @ModelAttribute DecisionForm form,
            Caller caller,
            Model model,
            HttpServletResponse out) {
        var rounds = rounds(seen == null ? List.of() : seen);
        try {
            approvals.decide(caller.operator(), rounds, form.ballot(0));
            return SignInController.redirect("/approvals");
        } catch (ProblemException e) {
            out.setStatus(ReasonStatus.of(e.problem().reason()));
            return look(rounds.keySet(), caller, e.problem(), form, model);
        }
    }

    private String look(Set<String> ids, Caller caller, @Nullable Problem problem, DecisionForm form, Model model) {
        if (ids.isEmpty() || ids.size() > MAX) {
            throw DecisionForm.bad("choose 1 to " + MAX + " requests");
        }
        var looked = ids.stream().map(id -> cards.card(id, caller)).toList();
        var asked = looked.stream().map(Cards.Card::asked).toList();
        Cards.frame(caller, problem, model);
        form.refill(model);
        model.addAttribute("cards", looked);
        model.addAttribute(
                "ticks",
                asked.stream().flatMap(one -> one.ticks().stream()).distinct().toList());
        model.addAttribute("namesOwner", asked.stream().anyMatch(RequestView::namesOwner));
        model.addAttribute("pending", asked.stream().allMatch(RequestView::pending));
        return "batch";
    }

    private static Map<String, Integer> rounds(List<String> seen) {
        var rounds = new HashMap<String, Integer>();
        for (var one : seen) {
            var read = SEEN.matcher(one);
            if (!read.matches()) {
                throw DecisionForm.bad("the form does not say what was looked at");
            }
            rounds.put(read.group("id"), Integer.valueOf(read.group("round")));
        }
        return rounds;
    }
}
