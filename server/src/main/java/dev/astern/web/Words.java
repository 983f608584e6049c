package dev.astern.web;

import dev.astern.connector.Reversibility;
import dev.astern.model.Approval;
import dev.astern.policy.Distinct;
import dev.astern.policy.HoldTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What our codes mean, in sentences. */
final class Words {
    private Words() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String state(Approval.State state) {
        return switch (state) {
            case PENDING -> "It waits for people.";
            case APPROVED -> "Enough people agreed; it runs next, or when its agent's host asks for it again.";
            case RUNNING -> "Enough people agreed; it is running.";
            case DONE -> "It was agreed to and carried out as far as it could be; its action says how that ended.";
            case DENIED -> "Somebody said no. It was not done.";
            case EXPIRED -> "Nobody decided, or it could not run, in time. It was not done.";
            case WITHDRAWN -> "Its session ended, or it could not be done any more. It was not done.";
        };
    }

    static String undo(Reversibility reversibility) {
        return switch (reversibility) {
            case TRIVIALLY_REVERSIBLE -> "An undo takes it back.";
            case REVERSIBLE_WITH_STATE ->
                "The state before is captured in the same transaction; an undo puts it back from that.";
            case REVERSIBLE_WITH_BACKUP ->
                "What is captured does not suffice: only a backup brings back what was there.";
            case PARTIALLY_REVERSIBLE -> "It can't be taken back exactly, only made up for.";
            case IRREVERSIBLE -> "Nothing brings back what was there.";
        };
    }

    static String excluded(Distinct distinct) {
        return switch (distinct) {
            case AGENT_OWNER, REQUESTER -> "whoever started this agent's session";
            case LAST_APPROVER -> "whoever approved this agent's last action";
        };
    }

    static String need(HoldTerms.Need need) {
        return switch (need) {
            case ROLLBACK_CONFIRMED -> "I looked whether it can be rolled back as described above.";
            case SNAPSHOT_PROVEN -> "A snapshot exists and was proven to restore.";
            case COMPENSATION_NAMED -> "What would make up for it is named.";
            case RECOVERY_OWNER -> "Somebody is named who brings things back if it goes wrong.";
        };
    }

    static String choice(Approval.Choice choice) {
        return switch (choice) {
            case APPROVE -> "approved";
            case DENY -> "rejected";
            case BREAK_GLASS -> "broke the glass";
        };
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
    }

    static String left(Instant now, Instant until) {
        if (!now.isBefore(until)) {
            return "the time for it is over";
        }
        var left = Duration.between(now, until);
        if (left.toHours() > 0) {
            return left.toHours() + " h " + left.toMinutesPart() + " min left";
        }
        return left.toMinutes() > 0 ? left.toMinutes() + " min left" : "less than a minute left";
    }
}
