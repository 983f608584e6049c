package dev.astern.bench.workload;

import dev.astern.approval.Ballot;
import dev.astern.bench.Installed;
import dev.astern.model.Action;
import dev.astern.model.Approval;
import dev.astern.policy.HoldTerms;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Somebody who agrees to what is held, and waits until it has run. */
final class Agreement {
    private static final Duration RUNS_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(1);

    private Agreement() {}

    static Action to(Installed installed, String actionId) {
        var approvals = installed.astern().approvals();
        var asked = approvals.byAction(actionId).orElseThrow();
        var yes = new Ballot(
                Approval.Choice.APPROVE, asked.round(), "as recorded", Set.of(HoldTerms.Need.values()), "on-call");
        approvals.decide(installed.approver(), List.of(asked.id()), yes);
        var until = System.nanoTime() + RUNS_WITHIN.toNanos();
        while (approvals.byId(asked.id()).state().open() && System.nanoTime() < until) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return installed.astern().actions().byId(actionId);
    }
}
