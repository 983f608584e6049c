package dev.astern.hook;

import dev.astern.gateway.Json;
import dev.astern.gateway.ObservedCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of the end of a call.
 *
 * @param call the session's name for the call
 * @param tool what the host calls the tool
 */
record ToolReport(String call, String tool, ObservedCalls.Report report) {
    private static final String FAILURE = "PostToolUseFailure";
    private static final List<String> CODES = List.of("exit_code", "exitCode", "returncode", "code");
    private static final List<String> ERRORS = List.of("is_error", "isError", "interrupted");
    private static final Pattern EXIT_CODE = Pattern.compile("(?i)^(?:error: *)?exit code:? (\\d{1,9})\\b");

    static ToolReport of(Map<String, @Nullable Object> fields) {
        var event = new Event(fields);
        event.check("PostToolUse", FAILURE);
        boolean failure = event.text("hook_event_name").equals(FAILURE);
        var said = failure ? event.any("error") : event.any("tool_response");
        var streams = streams(said);
        var exitCode = exitCode(said, failure);
        var digest = Streams.row(Streams.ALL, Json.write(said == null ? "" : said));
        var attachment = Map.of("bytes", digest.bytes(), "sha256", digest.sha256(), "failure", failure);
        return new ToolReport(
                event.call(),
                event.text("tool_name"),
                new ObservedCalls.Report(
                        Streams.output(exitCode, streams), Map.of(Streams.ALL, Json.write(attachment))));
    }

    /** What a command printed on each stream; anything else as it is. */
    private static List<Streams.Row> streams(@Nullable Object said) {
        var rows = new ArrayList<Streams.Row>();
        if (said instanceof Map<?, ?> fields && fields.get("stdout") instanceof String out) {
            rows.add(Streams.row("stdout", out));
            if (fields.get("stderr") instanceof String err) {
                rows.add(Streams.row("stderr", err));
            }
        } else if (said instanceof String text) {
            rows.add(Streams.row(Streams.ALL, text));
        } else if (said != null) {
            rows.add(Streams.row(Streams.ALL, Json.write(said)));
        }
        return rows;
    }

    /** Hosts report success and failure as events; a code only where they have one. */
    private static int exitCode(@Nullable Object said, boolean failure) {
        if (said instanceof Map<?, ?> fields) {
            for (var name : CODES) {
                if (fields.get(name) instanceof Integer code) {
                    return failure && code == 0 ? 1 : code;
                }
            }
            boolean error = ERRORS.stream().anyMatch(name -> Boolean.TRUE.equals(fields.get(name)));
            return failure || error ? 1 : 0;
        }
        if (!failure) {
            return 0;
        }
        Matcher code = EXIT_CODE.matcher(said instanceof String text ? text : "");
        return code.find() ? Math.max(1, Integer.parseInt(code.group(1))) : 1;
    }
}
