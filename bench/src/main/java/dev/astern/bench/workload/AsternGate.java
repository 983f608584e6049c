package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoReport;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.Undo;
import dev.astern.model.UndoSelection;
import dev.astern.undo.UndoOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The real gateway and the real undo, without a door in between. */
final class AsternGate implements Gate {
    private static final int ITEMS = 10_000;

    private final Installed installed;
    private final String target;

    AsternGate(Installed installed, String target) {
        this.installed = installed;
        this.target = target;
    }

    @Override
    public Agent start(String agent) {
        return new AsternAgent(installed.session(agent, target));
    }

    private final class AsternAgent implements Agent {
        private final Session session;

        AsternAgent(Session session) {
            this.session = session;
        }

        @Override
        public Optional<String> act(List<String> statements) {
            try {
                var request = ActionRequest.of(target, "run_sql", Map.of("statements", statements));
                var answer = installed.astern().gateway().perform(session, request, new Cancellation());
                return answer.state() == ActionState.APPLIED
                        ? Optional.empty()
                        : Optional.of(answer.state() + " " + answer.problem() + " for " + statements);
            } catch (ProblemException e) {
                return Optional.of(e.getMessage() + " for " + statements);
            }
        }

        @Override
        public List<UndoReport> undo() {
            var selection = new UndoSelection.WholeSession(session.id());
            var order = new UndoOrder(
                    selection, dev.astern.connector.UndoRequest.OnConflict.KEEP, Map.of(), Map.of(), "workload", ITEMS);
            try {
                return installed.undo(order, Installed.AT_LEISURE).steps().stream()
                        .map(this::report)
                        .toList();
            } catch (ProblemException e) {
                if (e.problem().reason() == Reason.NOT_UNDOABLE) {
                    return List.of();
                }
                throw e;
            }
        }

        private UndoReport report(Undo.Step step) {
            return Objects.requireNonNull(
                    step.report(), () -> "undo ended as " + step.state() + ": " + step.problem() + " " + step.detail());
        }

        @Override
        public void end() {
            installed.end(session);
        }
    }
}
