package dev.astern.rest;

import dev.astern.approval.Promotions;
import dev.astern.model.ActionState;
import dev.astern.rest.Views.AnswerView;
import dev.astern.rest.Views.HeldView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What was tried out at a staging target, proposed for where it counts. */
@RestController
public final class PromotionController {
    private final Promotions promotions;

    public PromotionController(Promotions promotions) {
        this.promotions = promotions;
    }

    /** {@code to} is the target whose setting {@code staging} names the action's. */
    record Promotion(@Nullable String to, @Nullable String reason) {}

    @PostMapping("/v1/actions/{id}/promotions")
    ResponseEntity<?> promote(@PathVariable String id, @RequestBody Promotion promotion, Caller caller) {
        var answer = promotions.promote(
                caller.operator(),
                id,
                Required.text("to", promotion.to()),
                promotion.reason() == null ? "" : promotion.reason());
        var problem = answer.problem();
        if (answer.state() == ActionState.HELD && problem != null) {
            return ResponseEntity.accepted().body(HeldView.of(answer, problem));
        }
        return problem == null
                ? ResponseEntity.ok(AnswerView.of(answer))
                : RestErrors.answer(problem.with("action", answer.actionId())
                        .with("state", answer.state().code()));
    }
}
