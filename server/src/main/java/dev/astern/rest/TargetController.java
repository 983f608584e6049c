package dev.astern.rest;

import dev.astern.connector.Installation;
import dev.astern.model.Target;
import dev.astern.rest.Views.TargetStatusView;
import dev.astern.target.NewTarget;
import dev.astern.target.Targets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Targets and what is kept at them. */
@RestController
public final class TargetController {
    private final Targets targets;
    private final Clock clock;

    public TargetController(Targets targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * {@code passwordRef} is {@code file:PATH}, {@code env:NAME} or {@code vault:PATH#FIELD}, as the server sees them. Only a
     * database needs url, user and password; other kinds say themselves what they need.
     */
    record TargetRequest(
            String name,
            @Nullable String kind,
            @Nullable String url,
            @Nullable String user,
            @Nullable String passwordRef,
            @Nullable Map<String, String> options,
            boolean observes) {}

    record PruneRequest(int olderThanDays, boolean dryRun) {}

    record UninstallRequest(boolean keepImages) {}

    @GetMapping("/v1/targets")
    List<Target> all() {
        return targets.all();
    }

    @PostMapping("/v1/targets")
    @ResponseStatus(HttpStatus.CREATED)
    Target add(@RequestBody TargetRequest request) {
        var kind = request.kind() == null ? "postgresql" : request.kind();
        var database = kind.equals("postgresql");
        return targets.add(new NewTarget(
                Required.text("name", request.name()),
                kind,
                given(database, "url", request.url(), ""),
                given(database, "user", request.user(), ""),
                given(database, "passwordRef", request.passwordRef(), "none"),
                request.options() == null ? Map.of() : request.options(),
                request.observes()));
    }

    private static String given(boolean required, String name, @Nullable String value, String otherwise) {
        if (required) {
            return Required.text(name, value);
        }
        return value == null ? otherwise : value;
    }

    @GetMapping("/v1/targets/{name}")
    Target one(@PathVariable String name) {
        return targets.byName(name);
    }

    @DeleteMapping("/v1/targets/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name) {
        targets.remove(name);
    }

    @GetMapping("/v1/targets/{name}/status")
    TargetStatusView status(@PathVariable String name) {
        return TargetStatusView.of(targets.status(name));
    }

    @GetMapping("/v1/targets/{name}/script")
    Installation.Script script(@PathVariable String name) {
        return targets.script(name);
    }

    @PostMapping("/v1/targets/{name}/install")
    TargetStatusView install(@PathVariable String name) {
        return TargetStatusView.of(targets.install(name));
    }

    @PostMapping("/v1/targets/{name}/refresh")
    TargetStatusView refresh(@PathVariable String name) {
        return TargetStatusView.of(targets.refresh(name));
    }

    @PostMapping("/v1/targets/{name}/prune")
    Installation.Pruned prune(@PathVariable String name, @RequestBody PruneRequest request) {
        if (request.olderThanDays() < 0) {
            throw new IllegalArgumentException("olderThanDays is 0 or more");
        }
        return targets.prune(name, clock.instant().minus(Duration.ofDays(request.olderThanDays())), request.dryRun());
    }

    @PostMapping("/v1/targets/{name}/uninstall")
    TargetStatusView uninstall(@PathVariable String name, @RequestBody UninstallRequest request) {
        return TargetStatusView.of(targets.uninstall(name, request.keepImages()));
    }
}
