package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.operator.Operators;
import dev.astern.stop.Stops;
import dev.astern.target.Targets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** One look at the server. */
@RestController
public final class StatusController {
    private final Operators operators;
    private final Targets targets;
    private final Stops stops;

    public StatusController(Operators operators, Targets targets, Stops stops) {
        this.operators = operators;
        this.targets = targets;
        this.stops = stops;
    }

    /**
     * @param targets state by name
     * @param stops in force, in words, by id
     * @param stoppedHere why this very node is stopped by its host, or null
     */
    record StatusView(
            String status,
            int operators,
            Map<String, String> targets,
            Map<String, String> stops,
            @Nullable String stoppedHere) {}

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
        var inForce = new TreeMap<String, String>();
        stops.inForce().forEach(order -> inForce.put(order.id(), order.what()));
        return new StatusView(
                "up",
                operators.all().size(),
                states,
                inForce,
                stops.stoppedHere().map(Problem::detail).orElse(null));
    }
}
