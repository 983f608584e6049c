package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.UndoSelection;
import dev.astern.undo.UndoOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One session that spans the recorded APIs and a folder of real files. */
final class ApiAgent {
    private static final int ITEMS = 10_000;

    private final Installed installed;
    private final ApiSite site;
    private final Session session;
    private final List<String> problems = new ArrayList<>();
    private String folder = "";

    ApiAgent(Installed installed, ApiSite site, ApiSession recorded) {
        this.installed = installed;
        this.site = site;
        this.session = installed.session(recorded.name(), List.of(site.apis(), site.files()));
    }

    void act(ApiStep step, int number) {
        if (step.api().equals(ApiSession.FILES)) {
            files(step);
        } else if (step.sessionOnly()) {
            site.server().does(step);
        } else {
            // Nobody knows from its name whether a call only looks; some that seem to do write.
            var tool = step.function().startsWith("get") || step.function().startsWith("view") ? "look" : "call";
            var arguments =
                    Map.<String, Object>of("api", step.api(), "step", Integer.toString(number), "call", step.call());
            var answer = perform(site.apis(), tool, arguments, step);
            if (answer != null) {
                long changed = answer.counts().stream()
                        .mapToLong(count -> count.total())
                        .sum();
                check(step, changed > 0 == step.changes(), "changed " + changed + " and was recorded otherwise");
                check(step, !step.changes() || answer.tier() != Tier.READ, "wrote and is taken for a read");
            }
        }
    }

    private void files(ApiStep step) {
        if (step.sessionOnly() || step.function().equals("cd")) {
            folder = FileCommands.moved(folder, step);
            return;
        }
        FileCommands.argv(step).ifPresent(argv -> {
            var answer = perform(
                    site.files(), "run_command", Map.of("argv", argv, "cwd", folder.isEmpty() ? "." : folder), step);
            if (answer != null) {
                long changed = answer.counts().stream()
                        .mapToLong(count -> count.total())
                        .sum();
                check(step, changed > 0 == step.changes(), "changed " + changed + " and was recorded otherwise");
            }
        });
    }

    private void check(ApiStep step, boolean holds, String otherwise) {
        if (!holds) {
            problems.add(step.call() + " " + otherwise);
        }
    }

    private @org.jspecify.annotations.Nullable ActionAnswer perform(
            String target, String tool, Map<String, Object> arguments, ApiStep step) {
        try {
            var answer = installed
                    .astern()
                    .gateway()
                    .perform(session, ActionRequest.of(target, tool, arguments), new Cancellation());
            if (answer.state() == ActionState.APPLIED) {
                return answer;
            }
            // Deleting a file is held whatever policy says; somebody agrees.
            if (answer.state() == ActionState.HELD) {
                var agreed = Agreement.to(installed, answer.actionId());
                if (agreed.state() != ActionState.APPLIED) {
                    problems.add(step.call() + ": approved, and " + agreed.state() + " " + agreed.outcome());
                }
                return null;
            }
            problems.add(step.call() + ": " + answer.state() + " " + answer.problem());
        } catch (ProblemException e) {
            problems.add(step.call() + ": " + e.getMessage());
        }
        return null;
    }

    /** What went wrong so far. */
    List<String> problems() {
        return problems;
    }

    List<UndoReport> undo() {
        var order = new UndoOrder(
                new UndoSelection.WholeSession(session.id()), OnConflict.KEEP, Map.of(), Map.of(), "workload", ITEMS);
        try {
            return installed.undo(order, Installed.AT_LEISURE).steps().stream()
                    .map(step -> Objects.requireNonNull(
                            step.report(),
                            () -> "undo ended as " + step.state() + ": " + step.problem() + " " + step.detail()))
                    .toList();
        } catch (ProblemException e) {
            if (e.problem().reason() == Reason.NOT_UNDOABLE) {
                return List.of();
            }
            throw e;
        }
    }

    void end() {
        installed.end(session);
    }
}
