package dev.astern.journal.audit;

import dev.astern.journal.Instants;
import dev.astern.journal.JsonObject;
import java.util.List;

/** An action as an audit entry: exactly these fields, null where nobody knows or was told. */
public final class AuditJson {
    private static final List<String> FIELDS = List.of(
            "agent",
            "approval",
            "command",
            "environment",
            "exit_code",
            "output",
            "risk_score",
            "session_id",
            "timestamp",
            "working_directory");
    private static final List<String> APPROVAL = List.of("approved_at", "required", "reviewer");

    private AuditJson() {}

    public static JsonObject entry(AuditItem.Action action) {
        return entry(action, new Facts(action));
    }

    static JsonObject entry(AuditItem.Action action, Facts facts) {
        return JsonObject.ofSorted(
                FIELDS,
                facts.member("agent", "id"),
                approval(facts),
                facts.get("command"),
                facts.get("environment"),
                facts.get("exit_code"),
                facts.get("output"),
                facts.get("risk_score"),
                action.session(),
                Instants.text(action.began()),
                facts.get("working_directory"));
    }

    private static JsonObject approval(Facts facts) {
        return JsonObject.ofSorted(
                APPROVAL,
                facts.member("approval", "approved_at"),
                facts.member("approval", "required"),
                facts.get("reviewer") == null ? facts.member("approval", "reviewer") : facts.get("reviewer"));
    }
}
