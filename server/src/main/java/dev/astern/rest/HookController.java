package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.hook.HookCalls;
import dev.astern.hook.HookRuling;
import dev.astern.model.Session;
import dev.astern.storage.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The hooks of coding agents, in the format that their hosts use: what is asked before a tool runs, and told after it. */
@RestController
public final class HookController {
    private static final String ALLOW = "allow";
    private static final String DENY = "deny";

    private final HookCalls calls;
    private final Watched watched;

    public HookController(HookCalls calls, Watched watched) {
        this.calls = calls;
        this.watched = watched;
    }

    /** {@code permissionDecision} is {@code allow} or {@code deny}, and never left to the host. */
    record PreToolUseOutput(String hookEventName, String permissionDecision, String permissionDecisionReason) {}

    record PreToolUseAnswer(PreToolUseOutput hookSpecificOutput) {
        static PreToolUseAnswer of(String decision, String reason) {
            return new PreToolUseAnswer(new PreToolUseOutput("PreToolUse", decision, "Astern: " + reason));
        }
    }

    record PostToolUseOutput(String hookEventName) {}

    record PostToolUseAnswer(PostToolUseOutput hookSpecificOutput) {}

    @PostMapping("/v1/hooks/pre-tool-use")
    PreToolUseAnswer before(
            @RequestBody Map<String, @Nullable Object> event,
            @RequestParam(required = false) @Nullable String target,
            Caller caller,
            HttpServletRequest http) {
        var session = caller.session();
        try {
            var where = target(session, target);
            return answer(watched.run(http, cancellation -> calls.before(session, where, event, cancellation)));
        } catch (ProblemException e) {
            return denied(e.problem());
        } catch (StoreException e) {
            return denied(Problem.of(Reason.STORE_UNREACHABLE, "the gateway's store did not answer"));
        }
    }

    @PostMapping("/v1/hooks/post-tool-use")
    PostToolUseAnswer after(@RequestBody Map<String, @Nullable Object> event, Caller caller) {
        calls.after(caller.session(), event);
        return new PostToolUseAnswer(new PostToolUseOutput("PostToolUse"));
    }

    private static PreToolUseAnswer answer(HookRuling ruling) {
        return switch (ruling) {
            case HookRuling.Allowed(var action) ->
                PreToolUseAnswer.of(ALLOW, "recorded as " + action + "; its end is to be reported");
            case HookRuling.Denied(var problem) -> denied(problem);
        };
    }

    private static PreToolUseAnswer denied(Problem problem) {
        var reason = problem.reason();
        var about = problem.facts().get("action");
        var words = new StringBuilder(reason.code()).append(": ").append(problem.detail());
        var page = problem.facts().get("page");
        if (reason == Reason.HELD && page != null) {
            words.append(" People decide about it at ")
                    .append(ServletUriComponentsBuilder.fromCurrentContextPath()
                            .path(page)
                            .toUriString())
                    .append(" by ")
                    .append(problem.facts().getOrDefault("decide_by", "then"))
                    .append(". Once they have agreed, make the very same call again.");
        } else {
            words.append(' ').append(reason.next());
        }
        return PreToolUseAnswer.of(
                DENY,
                about == null
                        ? words.toString()
                        : words.append(" (" + about + ")").toString());
    }

    static String target(Session session, @Nullable String target) {
        if (target != null) {
            return target;
        }
        if (session.targets().size() != 1) {
            throw Problem.of(Reason.BAD_REQUEST, "name the target: one of " + session.targets())
                    .toException();
        }
        return session.targets().getFirst();
    }
}
