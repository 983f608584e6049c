package dev.astern.approval;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.model.Approval;
import java.util.List;

/** What may be decided in one go: requests of one rule and one class, of which none is irreversible. */
final class Batches {
    static final int MAX = 200;

    private Batches() {}

    static void check(List<Approval> batch, int asked) {
        if (batch.size() != asked) {
            throw Problem.of(Reason.NOT_FOUND, "some of these requests do not exist; none was decided")
                    .toException();
        }
        if (batch.size() < 2) {
            return;
        }
        var first = batch.getFirst();
        boolean alike = batch.stream()
                .allMatch(one -> one.rule().equals(first.rule())
                        && one.policyDigest().equals(first.policyDigest())
                        && one.reversibility() == first.reversibility());
        if (!alike || first.reversibility() == Reversibility.IRREVERSIBLE) {
            throw Problem.of(
                            Reason.BAD_REQUEST,
                            "a batch is of one rule and one class, and never irreversible; none was decided")
                    .toException();
        }
    }
}
