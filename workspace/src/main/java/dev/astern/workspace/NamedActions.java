package dev.astern.workspace;

import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Settlement;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.named.Place;
import dev.astern.workspace.named.Places;
import dev.astern.workspace.store.ActionRecord;
import dev.astern.workspace.store.Begun;
import dev.astern.workspace.store.BlobBatch;
import dev.astern.workspace.store.Watched;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Performs commands where nobody sees what they do to files: what was in the places that they name is kept before they
 * start, and compared when they have ended. Of a command that names none nothing is kept. One at a time.
 */
final class NamedActions {
    private static final String ELSEWHERE = "what it did beyond the places that it names is not known here";
    private static final String OTHERS =
            "what others changed in those places while it ran can't be told from what it did";
    private static final String UNKNOWN =
            "what it did is not known here, and can't be taken back: no recovery entry names"
                    + " the places that it writes";
    static final String NOT_RUN = "it was not run: what it would write can't be held back here";
    private static final String DIED =
            "nobody saw how it ended; all that changed in those places since is taken to be its doing";

    private final Workspace workspace;
    private final DirectRun runs;

    NamedActions(Workspace workspace, DirectRun runs) {
        this.workspace = workspace;
        this.runs = runs;
    }

    Performance perform(Command command, List<Place> places, Terms terms, Execution execution) {
        if (workspace.full()) {
            return new Performance.Failed(Commit.full(workspace));
        }
        workspace.direct().lock();
        try {
            var all = said(places, terms);
            var record = workspace.records().of(execution.actionId());
            var watched = watched(record, places, all);
            var expected = expected(watched, all);
            return runs.perform(command, expected, all, execution, (its, seen) -> seen(workspace, its, watched, seen));
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        } catch (IOException e) {
            return new Performance.Failed(Commit.notKept(e));
        } finally {
            workspace.direct().unlock();
        }
    }

    /** People are shown what stands in its places; what it would do there is known only when it has run. */
    Performance rehearse(List<Place> places, Terms terms, Execution execution) {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            var all = said(places, terms);
            var before = new Places(workspace.tree(), contents).before(places);
            var expected = expected(watched(before, all), all.with(List.of(NOT_RUN)));
            return FileActions.rehearsed(execution.clear(expected), expected, Output.empty());
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        } catch (IOException e) {
            return new Performance.Failed(Commit.notKept(e));
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    private static Terms said(List<Place> places, Terms terms) {
        return terms.with(places.isEmpty() ? List.of(UNKNOWN) : List.of(MirrorActions.AT_ONCE, ELSEWHERE, OTHERS));
    }

    /** Durable when it returns, so that it is known after a crash and nothing of it is pruned. */
    private Watched watched(ActionRecord record, List<Place> places, Terms terms) throws IOException {
        workspace.keeping().readLock().lock();
        try (BlobBatch contents = workspace.blobs().batch()) {
            var watched = watched(new Places(workspace.tree(), contents).before(places), terms);
            contents.commit();
            record.watch(watched);
            record.begin(new Begun(true, ""));
            return watched;
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    private static Watched watched(Places.Before before, Terms terms) {
        return new Watched(before.places(), before.states(), terms.tier(), terms.reversibility(), terms.notes());
    }

    /** No effects yet; bound to what was there. */
    private Observed expected(Watched watched, Terms terms) {
        var gone = new ArrayList<Change>();
        for (var was : watched.was()) {
            var state = was.state();
            if (state != null) {
                gone.add(new Change(was.path(), state, null));
            }
        }
        return Observations.of(List.of(), "", terms, workspace.blobs())
                .withPreview(Observations.before(gone), List.of());
    }

    private static Observed seen(Workspace workspace, ActionRecord record, Watched watched, Terms terms)
            throws IOException {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            var changes = new Places(workspace.tree(), contents).since(watched);
            contents.commit();
            var all = terms.seen(changes);
            var digest = record.manifest(changes);
            record.end(all.ended(
                    workspace.records().next(), digest, workspace.clock().millis()));
            return Observations.of(changes, digest, all, workspace.blobs());
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    /** Of one that was decided and whose end nobody saw; none of these runs now. */
    static Settlement settle(Workspace workspace, ActionRecord record, Watched watched) throws IOException {
        var terms = new Terms(watched.tier(), watched.reversibility(), watched.notes()).with(List.of(DIED));
        return new Settlement.Applied(seen(workspace, record, watched, terms));
    }
}
