package dev.astern.rest;

import dev.astern.operator.Operators;
import dev.astern.target.Targets;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** One look at the server. */
@RestController
public final class StatusController {
    private final Operators operators;
    private final Targets targets;

    public StatusController(Operators operators, Targets targets) {
        this.operators = operators;
        this.targets = targets;
    }

    /**
     * @param targets state by name
     */
    record StatusView(String status, int operators, Map<String, String> targets) {}

    /** Says that the server answers, to anybody, and nothing else. */
    @GetMapping("/health")
    Map<String, String> health() {
        return Map.of("status", "up");
    }

    @GetMapping("/v1/status")
    StatusView status() {
        var states = new TreeMap<String, String>();
        targets.all()
                .forEach(t ->
                        states.put(t.name(), Views.code(targets.status(t.name()).state())));
        return new StatusView("up", operators.all().size(), states);
    }
}
