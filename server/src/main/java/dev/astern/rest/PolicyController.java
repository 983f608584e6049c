package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.gate.History;
import dev.astern.gate.Policies;
import dev.astern.gate.Stage;
import dev.astern.gate.Stages;
import dev.astern.model.KeptPolicy;
import dev.astern.policy.Policy;
import dev.astern.policy.simulate.Simulation;
import dev.astern.policy.simulate.SimulationReport;
import dev.astern.policy.suggest.Suggester;
import dev.astern.policy.suggest.Suggestion;
import dev.astern.rest.Views.PageView;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The policy in force, those before it, and the stages of workflows. */
@RestController
public final class PolicyController {
    private static final int ACTIONS = 10_000;
    private static final int ACTIONS_MAX = 100_000;
    private static final Pattern WORKFLOW = Pattern.compile("[\\p{Alnum}][\\p{Alnum} ._:/@+-]{0,127}");

    private final Policies policies;
    private final Stages stages;
    private final History history;

    public PolicyController(Policies policies, Stages stages, History history) {
        this.policies = policies;
        this.stages = stages;
        this.history = history;
    }

    /** {@code content} is null for the one that Astern ships or was started with. */
    record PolicyView(
            String name,
            String version,
            String digest,
            int rules,
            @Nullable String content,
            @Nullable Instant since,
            @Nullable String by) {}

    record PolicyRequest(String content) {}

    record StageRequest(String stage) {}

    /** {@code actions}: how many of those recorded, latest first. */
    record SimulationRequest(String content, @Nullable Integer actions) {}

    record SuggestionRequest(
            @Nullable String name,
            @Nullable Integer actions,
            @Nullable Integer observations) {}

    @GetMapping("/v1/policy")
    PolicyView current() {
        var policy = policies.current();
        return view(
                policy,
                policies.kept()
                        .filter(kept -> kept.digest().equals(policy.digest()))
                        .orElse(null));
    }

    @GetMapping("/v1/policies")
    PageView<KeptPolicy> page(
            @RequestParam(required = false) @Nullable String from, @RequestParam(defaultValue = "50") int limit) {
        var page = policies.page(from, limit);
        return new PageView<>(page.items(), page.next());
    }

    @PutMapping("/v1/policy")
    PolicyView put(@RequestBody PolicyRequest request, Caller caller) {
        var policy = policies.put(caller.operator(), Required.text("content", request.content()));
        return view(policy, policies.kept().orElse(null));
    }

    /** Changes nothing. */
    @PostMapping("/v1/policy/simulate")
    SimulationReport simulate(@RequestBody SimulationRequest request) {
        var candidate = policies.read(Required.text("content", request.content()));
        return Simulation.of(candidate, history.recorded(count(request.actions(), ACTIONS)));
    }

    /** Changes nothing. */
    @PostMapping("/v1/policy/suggest")
    Suggestion suggest(@RequestBody SuggestionRequest request) {
        return Suggester.from(
                request.name() == null ? "suggested" : request.name(),
                count(request.observations(), Suggester.OBSERVATIONS_MIN),
                history.observed(count(request.actions(), ACTIONS)));
    }

    private static int count(@Nullable Integer asked, int usual) {
        if (asked != null && (asked < 1 || asked > ACTIONS_MAX)) {
            throw bad("1 to " + ACTIONS_MAX);
        }
        return asked == null ? usual : asked;
    }

    @GetMapping("/v1/workflows")
    Map<String, String> workflows() {
        var codes = new TreeMap<String, String>();
        stages.all().forEach((workflow, stage) -> codes.put(workflow, stage.code()));
        return codes;
    }

    @PutMapping("/v1/workflows/{name}/stage")
    Map<String, String> stage(@PathVariable String name, @RequestBody StageRequest request, Caller caller) {
        if (!WORKFLOW.matcher(name).matches()) {
            throw bad("a workflow's name has 1 to 128 letters, digits, spaces and . _ : / @ + -");
        }
        var stage = Stage.ofCode(Required.text("stage", request.stage()))
                .orElseThrow(() -> bad("stage is one of "
                        + Arrays.stream(Stage.values()).map(Stage::code).toList()));
        stages.put(name, stage, caller.operator().id());
        return Map.of("workflow", name, "stage", stage.code());
    }

    private static PolicyView view(Policy policy, @Nullable KeptPolicy kept) {
        return new PolicyView(
                policy.name(),
                String.valueOf(policy.version()),
                policy.digest(),
                policy.rules().size(),
                kept == null ? null : kept.content(),
                kept == null ? null : kept.at(),
                kept == null ? null : kept.by());
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
