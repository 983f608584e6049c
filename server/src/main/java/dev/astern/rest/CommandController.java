package dev.astern.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Gateway;
import dev.astern.model.ActionState;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * A command line for a workspace and what it printed, as plain bytes: for a caller that has nothing but a shell. What a
 * command does is decided about like every other action.
 */
@RestController
public final class CommandController {
    private static final String TOOL = "run_command";
    private static final String STATE = "Astern-State";
    private static final String ACTION = "Astern-Action";
    private static final String PAGE = "Astern-Page";
    private static final String EXIT_CODE = "Astern-Exit-Code";
    private static final String OUT_BYTES = "Astern-Stdout-Bytes";
    private static final String WHOLE = "Astern-Whole";

    private final Gateway gateway;
    private final Watched watched;

    public CommandController(Gateway gateway, Watched watched) {
        this.gateway = gateway;
        this.watched = watched;
    }

    /** The body is the command. The answer's is what it printed: standard output first, and then the other one. */
    @PostMapping(path = "/v1/hooks/run", consumes = MediaType.TEXT_PLAIN_VALUE, produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<byte[]> run(
            @RequestBody byte[] command,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String cwd,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Caller caller,
            HttpServletRequest http) {
        var session = caller.session();
        var arguments = new HashMap<String, Object>(Map.of("command", text(command)));
        if (cwd != null) {
            arguments.put("cwd", cwd);
        }
        var where = HookController.target(session, target);
        var request = new ActionRequest(where, TOOL, arguments, false, null, key, "", List.of(), 0);
        return answer(watched.run(http, cancellation -> gateway.perform(session, request, cancellation)));
    }

    private static String text(byte[] command) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(command)).toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(Reason.BAD_REQUEST, "the command is not in UTF-8").toException();
        }
    }

    private static ResponseEntity<byte[]> answer(ActionAnswer answer) {
        var problem = answer.problem();
        if (problem != null && answer.state() == ActionState.HELD) {
            var page = ServletUriComponentsBuilder.fromCurrentContextPath()
                    .path(problem.facts().getOrDefault("page", ""))
                    .toUriString();
            return ResponseEntity.accepted()
                    .header(STATE, answer.state().code())
                    .header(ACTION, answer.actionId())
                    .header(PAGE, page)
                    .body(new byte[0]);
        }
        if (problem != null && answer.state() != ActionState.APPLIED) {
            throw problem.with("action", answer.actionId())
                    .with("state", answer.state().code())
                    .toException();
        }
        var streams = answer.output().results().stream()
                .filter(result -> result.tag().equals("output"))
                .findFirst();
        var rows = streams.map(Output.Result::rows).orElse(List.of());
        var out = stream(rows, "stdout");
        var all = new ByteArrayOutputStream();
        all.writeBytes(out);
        all.writeBytes(stream(rows, "stderr"));
        return ResponseEntity.ok()
                .header(STATE, answer.state().code())
                .header(ACTION, answer.actionId())
                .header(EXIT_CODE, String.valueOf(answer.output().exitCode()))
                .header(OUT_BYTES, String.valueOf(out.length))
                .header(
                        WHOLE,
                        String.valueOf(!streams.map(Output.Result::truncated).orElse(false)))
                .body(all.toByteArray());
    }

    private static byte[] stream(List<List<@Nullable Object>> rows, String name) {
        return rows.stream()
                .filter(row -> name.equals(row.getFirst()))
                .map(row -> String.valueOf(row.get(1)).getBytes(UTF_8))
                .findFirst()
                .orElse(new byte[0]);
    }
}
