package dev.astern.gateway;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.evidence.Recorder;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.ReceiptDraft;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes outcomes durable. An answer leaves only when its receipt has been kept. */
public final class Outcomes {
    private static final String ROWS_NOT_KEPT = "rows of reads are not kept here; run it again to see them";

    private final Recorder recorder;
    private final StepObserver steps;
    private final Clock clock;

    public Outcomes(Recorder recorder, StepObserver steps, Clock clock) {
        this.recorder = recorder;
        this.steps = steps;
        this.clock = clock;
    }

    /**
     * Keeps how an action ended.
     *
     * @return the same answer, durable by now
     */
    public ActionAnswer record(Receipts.Subject subject, ActionAnswer answer, Ending ending, boolean keepRows) {
        // What is kept for a repeat is under the session's key, so that it can't hold rows that a person may have
        // erased.
        var finished = finished(subject.action(), answer, keepRows && !namesPersons(answer.output()));
        var about = subject.with(finished);
        keep(Receipts.result(about, ending, keepRows, clock.instant()), finished);
        return answer;
    }

    private static boolean namesPersons(Output output) {
        return output.results().stream().anyMatch(result -> !result.persons().isEmpty());
    }

    /** Keeps that nothing of an action was done, and answers so. */
    ActionAnswer refuse(Receipts.Subject subject, ActionState state, Problem problem) {
        var answer = ActionAnswer.of(subject.action(), Ending.without(state, problem));
        var finished = finished(subject.action(), answer, true);
        var about = subject.with(finished);
        keep(Receipts.refusal(about, problem, clock.instant()), finished);
        return answer;
    }

    /**
     * Waits until an outcome is durable.
     *
     * @throws dev.astern.connector.ProblemException {@link Reason#UNCONFIRMED} when that is not known: it may be in
     *     effect, and nobody may be told more than that
     */
    public void keep(ReceiptDraft draft, Action action) {
        var receipt = recorder.submit(draft, action);
        steps.at("outcome-submitted");
        recorder.await(receipt).ifPresent(problem -> {
            throw unconfirmed(action, problem);
        });
        steps.at("outcome-durable");
    }

    private static RuntimeException unconfirmed(Action action, Problem problem) {
        if (action.state() == ActionState.APPLIED || action.state() == ActionState.UNCONFIRMED) {
            return Problem.of(Reason.UNCONFIRMED, "the outcome could not be kept: " + problem.detail())
                    .with("action", action.id())
                    .toException();
        }
        return problem.with("action", action.id()).toException();
    }

    private Action finished(Action action, ActionAnswer answer, boolean keepRows) {
        var problem = answer.problem();
        return action.finished(
                answer.tier(),
                answer.reversibility(),
                answer.state(),
                new Action.Outcome(
                        clock.instant(),
                        answer.counts(),
                        answer.digest(),
                        answer.notes(),
                        problem == null ? null : problem.reason().code(),
                        problem == null ? null : problem.detail(),
                        Json.write(keepRows ? answer : withoutRows(answer))));
    }

    private static ActionAnswer withoutRows(ActionAnswer answer) {
        var output = new Output(
                answer.output().exitCode(),
                answer.output().results().stream()
                        .map(r -> new Output.Result(
                                r.tag(),
                                r.rowCount(),
                                r.columns(),
                                List.of(),
                                !r.rows().isEmpty()))
                        .toList());
        var notes = new ArrayList<>(answer.notes());
        notes.add(ROWS_NOT_KEPT);
        return new ActionAnswer(
                answer.actionId(),
                answer.state(),
                answer.tier(),
                answer.reversibility(),
                answer.counts(),
                answer.digest(),
                notes,
                output,
                answer.problem(),
                answer.repeated());
    }
}
