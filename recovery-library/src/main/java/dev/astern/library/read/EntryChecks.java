package dev.astern.library.read;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.entry.Entry;
import dev.astern.library.entry.Outcome;
import dev.astern.library.entry.RollbackSafe;
import dev.astern.library.entry.Written;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.Kind;
import dev.astern.library.pattern.Pattern;

/** Whether an entry's parts agree with each other. */
final class EntryChecks {
    private final Entry entry;
    private final Fields fields;
    private final Findings findings;
    private final boolean carries;

    EntryChecks(Entry entry, Fields fields, Findings findings, boolean carries) {
        this.carries = carries;
        this.entry = entry;
        this.fields = fields;
        this.findings = findings;
    }

    void run() {
        broad();
        outcome();
        rollback();
        carried();
        severity();
        touches();
    }

    /** A connector of MCP servers captures and restores what an entry touches, and nothing else. */
    private void touches() {
        var recovery = entry.recovery();
        boolean own = recovery.preCapture() instanceof Template.Own && recovery.compensation() instanceof Template.Own;
        boolean some = recovery.preCapture() instanceof Template.Own || recovery.compensation() instanceof Template.Own;
        if (!recovery.touches().isEmpty() && !own) {
            contradiction(
                    "touches", "touches are captured and restored, and pre_capture or compensating_action differ");
        } else if (recovery.touches().isEmpty() && some && entry.shape().kind() == Kind.MCP) {
            contradiction("pre_capture", "to be captured or restored, and touches doesn't say what");
        }
    }

    private Reversibility reversibility() {
        return entry.classed().reversibility();
    }

    private void broad() {
        // Where every further word is a place that is captured, and options are known, that is not all of a program.
        boolean named = entry.recovery().writes().stream().anyMatch(Written::isRest);
        if (!named
                && entry.shape().patterns().stream().anyMatch(Pattern::broad)
                && (reversibility() != Reversibility.IRREVERSIBLE
                        || entry.classed().tier() != Tier.DESTRUCTIVE)) {
            findings.add(
                    Code.TOO_BROAD,
                    fields.at("command_pattern"),
                    "it matches all that its program, server or API does, and says that this is not irreversible");
        }
    }

    private void outcome() {
        var recovery = entry.recovery();
        boolean nothing = recovery.compensation() instanceof Template.Nothing;
        boolean restores = recovery.outcome() == Outcome.RESTORES || recovery.compensation() instanceof Template.Own;
        boolean contains = fields.has("outcome") && recovery.outcome() == Outcome.CONTAINS;
        if (reversibility() == Reversibility.IRREVERSIBLE && !nothing && (restores || !contains)) {
            contradiction(
                    fields.has("outcome") ? "outcome" : "compensating_action",
                    "irreversible, and a compensating action that doesn't say of itself that it only contains");
        } else if (reversibility() == Reversibility.PARTIALLY_REVERSIBLE && restores) {
            contradiction("outcome", "partially reversible, and a compensating action that claims to restore all");
        } else if (reversibility().compareTo(Reversibility.PARTIALLY_REVERSIBLE) < 0
                && recovery.outcome() != Outcome.RESTORES) {
            contradiction("outcome", "reversible, and a compensating action that doesn't restore");
        }
        if (nothing
                && reversibility() != Reversibility.IRREVERSIBLE
                && entry.classed().tier() != Tier.READ) {
            contradiction("compensating_action", "not irreversible, and no compensating action");
        }
        boolean needsState = reversibility() == Reversibility.REVERSIBLE_WITH_STATE
                || reversibility() == Reversibility.REVERSIBLE_WITH_BACKUP;
        if (needsState && recovery.preCapture() instanceof Template.Nothing) {
            contradiction("pre_capture", "reversible with state or backup, and nothing is captured");
        }
    }

    private void rollback() {
        var safe = entry.recovery().rollbackSafe();
        if (reversibility() == Reversibility.IRREVERSIBLE && safe.mode() == RollbackSafe.Mode.ALWAYS) {
            contradiction("rollback_safe", "irreversible, and always safe to take back");
        } else if (reversibility() != Reversibility.IRREVERSIBLE && safe.mode() == RollbackSafe.Mode.NEVER) {
            contradiction("rollback_safe", "not irreversible, and never safe to take back");
        }
        if (safe.check().isPresent() && safe.mode() != RollbackSafe.Mode.CONDITION) {
            contradiction("rollback_check", "a check, and rollback_safe says " + safe.words() + " without a condition");
        }
    }

    /** Options that say where can be repeated only for the program that knows them. */
    private void carried() {
        if (entry.shape().kind() != Kind.COMMAND || !carries) {
            return;
        }
        var program = entry.shape().patterns().getFirst().text().strip().split("\\s+")[0];
        for (var name : new String[] {"pre_capture", "compensating_action"}) {
            var template = name.equals("pre_capture")
                    ? entry.recovery().preCapture()
                    : entry.recovery().compensation();
            if (template instanceof Template.Command command
                    && !command.program().equals(program)) {
                contradiction(name, "options of " + program + " are carried over, and it runs another program");
            }
        }
    }

    private void severity() {
        if (entry.classed().tier() == Tier.READ && reversibility() != Reversibility.TRIVIALLY_REVERSIBLE) {
            contradiction("tier", "it only reads, and can't be taken back");
        }
    }

    private void contradiction(String field, String detail) {
        findings.add(Code.CONTRADICTION, fields.at(field), detail);
    }
}
