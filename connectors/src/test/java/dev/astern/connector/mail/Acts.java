package dev.astern.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.testkit.TestExecution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What an agent does at an outbox, and all that it got to see. */
final class Acts {
    private final Connector connector;
    private final List<Object> seen = new ArrayList<>();
    private int actions;

    Acts(Connector connector) {
        this.connector = connector;
    }

    /** An undo that was applied, and itself as an action. */
    record Undone(UndoReport report, Selected action) {}

    List<Object> seen() {
        return seen;
    }

    Performance perform(String id, Call call) {
        var resolution = connector.resolve(call);
        assertThat(resolution).as(call.toString()).isInstanceOf(Resolution.Resolved.class);
        var performance = connector.perform(((Resolution.Resolved) resolution).operation(), TestExecution.cleared(id));
        seen.add(performance);
        return performance;
    }

    Selected done(String tool, Map<String, Object> arguments) {
        var id = "act_" + ++actions;
        var performance = perform(id, new Call(tool, arguments));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        return new Selected(id, ((Performance.Committed) performance).observed().digest());
    }

    Performance.Failed failed(String tool, Map<String, Object> arguments) {
        var performance = perform("act_" + ++actions, new Call(tool, arguments));
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        return (Performance.Failed) performance;
    }

    UndoReport plan(Selected... selected) {
        return connector.planUndo(new UndoRequest(Arrays.asList(selected), OnConflict.KEEP, Map.of(), 100, null));
    }

    Undone undone(Selected... selected) {
        var id = "und_" + ++actions;
        var request = new UndoRequest(Arrays.asList(selected), OnConflict.KEEP, Map.of(), 100, null);
        var performance = connector.undo(request, TestExecution.cleared(id));
        assertThat(performance).isInstanceOf(UndoPerformance.Applied.class);
        var applied = (UndoPerformance.Applied) performance;
        return new Undone(applied.report(), new Selected(id, applied.observed().digest()));
    }
}
