package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.model.UndoSelection;
import dev.astern.rest.Views.PageView;
import dev.astern.rest.Views.PlanView;
import dev.astern.rest.Views.UndoView;
import dev.astern.undo.UndoOrder;
import dev.astern.undo.Undos;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Plans of undos, undos, and their reports. */
@RestController
public final class UndoController {
    private static final int ITEM_LIMIT = 1_000;

    private final Undos undos;

    public UndoController(Undos undos) {
        this.undos = undos;
    }

    /**
     * Either {@code session} (an undo's id is one, too) or {@code actions}. {@code onConflict} is {@code keep} (default)
     * or {@code restore}; {@code choices} says otherwise for single items of a plan; {@code planDigests}, by target,
     * applies only what that plan saw.
     */
    record UndoOrderBody(
            @Nullable String session,
            @Nullable List<String> actions,
            @Nullable String onConflict,
            @Nullable Map<String, String> choices,
            @Nullable Map<String, String> planDigests,
            @Nullable String reason,
            @Nullable Integer itemLimit) {}

    @PostMapping("/v1/undo/plans")
    PlanView plan(@RequestBody UndoOrderBody body) {
        return PlanView.of(undos.plan(order(body)));
    }

    @PostMapping("/v1/undos")
    ResponseEntity<UndoView> start(@RequestBody UndoOrderBody body, Caller caller) {
        var undo = undos.start(caller.operator(), order(body));
        return ResponseEntity.accepted()
                .location(URI.create("/v1/undos/" + undo.id()))
                .body(UndoView.of(undo));
    }

    @GetMapping("/v1/undos")
    PageView<UndoView> page(
            @RequestParam(required = false) @Nullable String from, @RequestParam(defaultValue = "20") int limit) {
        var page = undos.page(from, limit);
        return new PageView<>(page.items().stream().map(UndoView::of).toList(), page.next());
    }

    @GetMapping("/v1/undos/{id}")
    UndoView one(@PathVariable String id) {
        return UndoView.of(undos.byId(id));
    }

    private static UndoOrder order(UndoOrderBody body) {
        return new UndoOrder(
                selection(body),
                conflict(body.onConflict() == null ? "keep" : body.onConflict()),
                choices(body.choices()),
                body.planDigests() == null ? Map.of() : body.planDigests(),
                body.reason() == null ? "" : body.reason(),
                body.itemLimit() == null ? ITEM_LIMIT : body.itemLimit());
    }

    private static UndoSelection selection(UndoOrderBody body) {
        if (body.session() != null && body.actions() == null) {
            return new UndoSelection.WholeSession(body.session());
        }
        if (body.actions() != null && body.session() == null) {
            return new UndoSelection.Actions(body.actions());
        }
        throw Problem.of(Reason.BAD_REQUEST, "give either session or actions").toException();
    }

    private static Map<String, OnConflict> choices(@Nullable Map<String, String> given) {
        var choices = new HashMap<String, OnConflict>();
        if (given != null) {
            given.forEach((item, choice) -> choices.put(item, conflict(choice)));
        }
        return choices;
    }

    private static OnConflict conflict(String choice) {
        return switch (choice) {
            case "keep" -> OnConflict.KEEP;
            case "restore" -> OnConflict.RESTORE;
            default ->
                throw Problem.of(Reason.BAD_REQUEST, "a conflict is resolved by keep or restore, not " + choice)
                        .toException();
        };
    }
}
