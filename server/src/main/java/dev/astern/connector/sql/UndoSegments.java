package dev.astern.connector.sql;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.sql.ddl.Capture;
import dev.astern.connector.sql.ddl.DdlHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a selection where structure changed: rows can be put back only into the structure they were taken from. An undo
 * in several transactions is fenced as {@code id}, {@code id/2}, {@code id/3} and so on.
 */
final class UndoSegments {
    /** Actions that follow one another and changed structure, or rows. */
    record Segment(boolean structure, List<Selected> actions) {}

    private final Connection connection;
    private final Capture capture;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, List<String>> digests = new LinkedHashMap<>();

    private UndoSegments(Connection connection, Capture capture) {
        this.connection = connection;
        this.capture = capture;
    }

    /** The latest first; each digest is that of the segment's own images, checked against the receipts'. */
    static List<Segment> of(Connection connection, Capture capture, UndoRequest request) throws SQLException {
        var cut = new UndoSegments(connection, capture);
        cut.read(request);
        for (var selected : request.actions()) {
            cut.check(selected);
        }
        return cut.segments.reversed();
    }

    private void read(UndoRequest request) throws SQLException {
        var ids = request.actions().stream().map(Selected::actionId).toArray();
        for (var part : FencedPart.of(connection, ids)) {
            add(part.id(), part.action());
        }
    }

    private void add(String action, String selected) throws SQLException {
        String structure = DdlHistory.digest(connection, action);
        String rows = capture.digest(connection, action);
        digests.computeIfAbsent(selected, s -> new ArrayList<>()).add(DdlHistory.joined(structure, rows));
        add(true, action, structure);
        add(false, action, rows);
    }

    private void add(boolean structure, String action, String digest) {
        if (digest.isEmpty()) {
            return;
        }
        if (segments.isEmpty() || segments.getLast().structure() != structure) {
            segments.add(new Segment(structure, new ArrayList<>()));
        }
        segments.getLast().actions().add(new Selected(action, digest));
    }

    private void check(Selected selected) {
        var found = digests.get(selected.actionId());
        if (found == null) {
            throw Problem.of(Reason.NO_BEFORE_STATE, "the target knows no effect of action " + selected.actionId())
                    .with("action", selected.actionId())
                    .toException();
        }
        if (!selected.accepts(DdlHistory.joined(found))) {
            throw Problem.of(
                            Reason.BEFORE_STATE_ALTERED,
                            "what action " + selected.actionId() + " kept is not what its receipt says")
                    .with("action", selected.actionId())
                    .toException();
        }
    }
}
