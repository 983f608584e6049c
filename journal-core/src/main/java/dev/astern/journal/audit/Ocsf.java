package dev.astern.journal.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An action as an event of the Open Cybersecurity Schema Framework, version 1.8.0: class API Activity of the category
 * Application Activity, with the profile security_control. Source: https://schema.ocsf.io/1.8.0/classes/api_activity
 */
public final class Ocsf {
    private static final String VERSION = "1.8.0";
    private static final int APPLICATION_ACTIVITY = 6;
    private static final int API_ACTIVITY = 6003;
    private static final int INFORMATIONAL = 1;
    private static final int OTHER = 99;

    /** Attributes that the class has no place for keep our names. */
    private static final List<String> UNMAPPED = List.of(
            "environment", "working_directory", "approval", "reason", "reversibility", "tier", "effects", "output");

    private Ocsf() {}

    /** @param origin of the log */
    public static Map<String, @Nullable Object> event(AuditItem.Action action, String origin) {
        int activity = activity(action);
        var event = new HashMap<String, @Nullable Object>();
        event.put("activity_id", activity);
        event.put("activity_name", activity == OTHER ? action.text("verb").orElse("Other") : name(activity));
        event.put("category_uid", APPLICATION_ACTIVITY);
        event.put("class_uid", API_ACTIVITY);
        event.put("type_uid", API_ACTIVITY * 100 + activity);
        event.put("severity_id", INFORMATIONAL);
        event.put("time", action.began().toEpochMilli());
        event.put("actor", actor(action));
        event.put("api", api(action));
        event.put("src_endpoint", Map.of("name", agent(action)));
        event.put("metadata", metadata(action, origin));
        status(event, action);
        control(event, action);
        put(event, "unmapped", some(action, UNMAPPED));
        return event;
    }

    /** Create, Read, Update, Delete or Other; the verbs are ours and those of SQL. */
    private static int activity(AuditItem.Action action) {
        return switch (action.text("verb").orElse("")) {
            case "create", "insert" -> 1;
            case "read", "select", "list" -> 2;
            case "update", "merge", "alter" -> 3;
            case "delete", "drop", "truncate" -> 4;
            default -> OTHER;
        };
    }

    private static String name(int activity) {
        return List.of("Create", "Read", "Update", "Delete").get(activity - 1);
    }

    private static String agent(AuditItem.Action action) {
        return action.member("agent", "id") instanceof String id ? id : "unknown";
    }

    private static Map<String, @Nullable Object> actor(AuditItem.Action action) {
        return Map.of("app_uid", agent(action), "session", Map.of("uid", action.session()));
    }

    private static Map<String, @Nullable Object> api(AuditItem.Action action) {
        var api = new HashMap<String, @Nullable Object>();
        api.put("operation", action.text("tool").orElse("unknown"));
        var request = new HashMap<String, @Nullable Object>();
        request.put("uid", action.id());
        put(request, "data", some(action, List.of("command")));
        api.put("request", request);
        action.text("target").ifPresent(target -> api.put("service", Map.of("name", target)));
        var response = new HashMap<String, @Nullable Object>();
        put(response, "code", action.fact("exit_code"));
        put(response, "error", action.fact("problem"));
        put(response, "error_message", action.fact("problem_detail"));
        put(api, "response", response.isEmpty() ? null : response);
        return api;
    }

    private static Map<String, @Nullable Object> metadata(AuditItem.Action action, String origin) {
        return Map.of(
                "version", VERSION,
                "profiles", List.of("security_control"),
                "product", Map.of("name", "Astern", "vendor_name", "Astern"),
                "log_name", origin,
                "sequence", action.entries().getFirst(),
                "original_time", action.began().toString(),
                "correlation_uid", action.session());
    }

    private static void status(Map<String, @Nullable Object> event, AuditItem.Action action) {
        var state = action.text("state");
        int id = switch (state.orElse("")) {
            case "applied", "rehearsed", "observed" -> 1;
            case "failed", "refused" -> 2;
            default -> 0;
        };
        event.put("status_id", id);
        state.ifPresent(code -> event.put("status_code", code));
    }

    /** Profile security_control: what the gate decided. */
    private static void control(Map<String, @Nullable Object> event, AuditItem.Action action) {
        var decision = action.member("policy", "decision");
        boolean denied = "block".equals(decision);
        event.put("action_id", decision == null ? 0 : denied ? 2 : 1);
        event.put("disposition_id", decision == null ? 0 : denied ? 2 : 1);
        put(event, "risk_score", action.fact("risk_score"));
        if (action.member("policy", "id") instanceof String id) {
            var policy = new HashMap<String, @Nullable Object>();
            policy.put("uid", id);
            put(policy, "version", action.member("policy", "version"));
            event.put("policy", policy);
        }
    }

    private static @Nullable Map<String, @Nullable Object> some(AuditItem.Action action, List<String> names) {
        var some = new HashMap<String, @Nullable Object>();
        names.forEach(name -> put(some, name, action.fact(name)));
        return some.isEmpty() ? null : some;
    }

    /** An attribute that is not known is left out. */
    private static void put(Map<String, @Nullable Object> attributes, String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
