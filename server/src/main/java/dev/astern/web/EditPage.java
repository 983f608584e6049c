package dev.astern.web;

import dev.astern.approval.ApprovedRuns;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.rest.Caller;
import dev.astern.rest.ReasonStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Where a reviewer changes what a request would do; it is rehearsed and shown again, and everybody decides anew. */
@Controller
public final class EditPage {
    private static final TypeReference<LinkedHashMap<String, Object>> ARGUMENTS = new TypeReference<>() {};

    private final ApprovedRuns runs;
    private final Cards cards;
    private final ObjectMapper mapper;

    public EditPage(ApprovedRuns runs, Cards cards, ObjectMapper mapper) {
        this.runs = runs;
        this.cards = cards;
        this.mapper = mapper;
    }

    @GetMapping("/approvals/{id}/edit")
    String form(@PathVariable String id, Caller caller, Model model) {
        return form(id, caller, null, null, "", model);
    }

    @PostMapping("/approvals/{id}/edit")
    Object edit(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer round,
            @RequestParam(defaultValue = "") String arguments,
            @RequestParam(defaultValue = "") String reason,
            Caller caller,
            Model model,
            HttpServletResponse out) {
        try {
            runs.edit(caller.operator(), id, DecisionForm.looked(round), parsed(arguments), reason.strip());
            return SignInController.redirect("/approvals/" + id);
        } catch (ProblemException e) {
            out.setStatus(ReasonStatus.of(e.problem().reason()));
            return form(id, caller, e.problem(), arguments, reason, model);
        }
    }

    private String form(
            String id, Caller caller, @Nullable Problem problem, @Nullable String written, String reason, Model model) {
        var card = cards.card(id, caller);
        Cards.frame(caller, problem, model);
        model.addAttribute("asked", card.asked());
        model.addAttribute("shown", card.shown());
        model.addAttribute("arguments", written == null ? card.arguments() : Visible.json(written));
        model.addAttribute("reason", reason);
        return "edit";
    }

    private Map<String, Object> parsed(String arguments) {
        try {
            var parsed = mapper.readValue(arguments, ARGUMENTS);
            if (parsed != null && !parsed.containsValue(null)) {
                return parsed;
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw DecisionForm.bad("the arguments are not a JSON object whose fields all have a value");
    }
}
