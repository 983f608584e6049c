package dev.astern.web;

import dev.astern.approval.Approvals;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Approval;
import dev.astern.rest.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Looks requests up for pages; that somebody looked is kept. */
public final class Cards {
    private static final int LOOKS = 5;

    private final Approvals approvals;
    private final ObjectMapper mapper;
    private final Clock clock;

    public Cards(Approvals approvals, ObjectMapper mapper, Clock clock) {
        this.approvals = approvals;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * A request and what it would do.
     *
     * @param arguments as JSON text to be edited
     */
    record Card(Approval approval, RequestView asked, ShownView shown, String arguments) {}

    /** The round that a form sends is the one of the contents above it, even where it moves on at this moment. */
    Card card(String id, Caller caller) {
        for (int i = 0; i < LOOKS; i++) {
            var before = approvals.byId(id);
            var contents = mapper.readTree(approvals.shown(caller.operator(), id));
            var after = approvals.byId(id);
            if (before.round() == after.round()) {
                return new Card(
                        after, views(List.of(after)).getFirst(), ShownView.of(contents, mapper), arguments(contents));
            }
        }
        throw Problem.of(Reason.STALE_APPROVAL, "what it would do moves faster than it can be shown")
                .toException();
    }

    List<RequestView> views(List<Approval> some) {
        var now = clock.instant();
        var due = approvals.due(some);
        return some.stream()
                .map(one -> RequestView.of(one, Objects.requireNonNull(due.get(one.id())), now))
                .toList();
    }

    private String arguments(JsonNode contents) {
        return Visible.json(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(contents.path("arguments")));
    }

    /** Who looks, and why what was sent was not taken. */
    static void frame(Caller caller, @Nullable Problem problem, Model model) {
        model.addAttribute("who", Visible.text(caller.operator().name()));
        model.addAttribute("problem", problem == null ? null : Visible.text(problem.detail()));
        model.addAttribute("advice", problem == null ? null : problem.reason().next());
    }
}
