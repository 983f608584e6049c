package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.journal.Bytes;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.BundleItem;
import dev.astern.journal.bundle.BundleWriter;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.note.Note;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving;
import dev.astern.model.EntrySelection;
import dev.astern.model.Log;
import dev.astern.model.ProvableEntry;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.EntryCursor;
import dev.astern.storage.Journal;
import dev.astern.storage.LogStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Hands parts of the journal to people who distrust us: with proofs, or in the forms their tools read. */
public final class Exports {
    private final Journal journal;
    private final LogStore store;
    private final Proofs proofs;
    private final Checkpoints checkpoints;
    private final Clock clock;
    private final Path scratch;

    /** @param scratch a folder for temporary files */
    public Exports(Journal journal, LogStore store, Proofs proofs, Checkpoints checkpoints, Clock clock, Path scratch) {
        this.journal = journal;
        this.store = store;
        this.proofs = proofs;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.scratch = scratch;
    }

    /**
     * A part of the journal, fixed under one checkpoint before a byte of it is written.
     *
     * @param old a checkpoint that an outsider has kept
     */
    public record Prepared(
            Log log, Scope scope, EntrySelection selection, SignedCheckpoint checkpoint, Optional<Note> old) {}

    /**
     * Fixes what is to be exported: everything that is durable by now.
     *
     * @throws ProblemException {@link Reason#NOT_FOUND}, {@link Reason#NOT_SIGNED}, {@link Reason#BAD_REQUEST} for an
     *     old checkpoint that is none of this log's
     */
    public Prepared prepare(ExportRequest request) {
        var log = store.current();
        long size = store.size(log.id());
        checkpoints.awaitSigned(size).ifPresent(problem -> {
            throw problem.toException();
        });
        var checkpoint = proofs.checkpoint(size);
        var old = request.oldCheckpoint().map(note -> kept(log, checkpoint, note));
        return switch (request.what()) {
            case ExportRequest.Sessions(var ids) -> {
                ids.forEach(id -> {
                    if (journal.ofSession(id, null, 1).items().isEmpty()) {
                        throw problem(Reason.NOT_FOUND, "there is no session " + id);
                    }
                });
                yield new Prepared(
                        log,
                        new Scope.Sessions(ids),
                        new EntrySelection.OfSessions(log.id(), checkpoint.size(), ids),
                        checkpoint,
                        old);
            }
            case ExportRequest.Since(var since) -> {
                long from = journal.firstSince(log.id(), since);
                yield new Prepared(
                        log,
                        new Scope.Since(from, since),
                        new EntrySelection.From(log.id(), checkpoint.size(), from),
                        checkpoint,
                        old);
            }
        };
    }

    private static Note kept(Log log, SignedCheckpoint now, String text) {
        if (Note.parse(text.getBytes(UTF_8)) instanceof Parsed.Read<Note>(var note)
                && Checkpoint.of(note) instanceof Parsed.Read<Checkpoint>(var old)
                && old.origin().equals(log.origin())
                && old.treeSize() <= now.size()) {
            return note;
        }
        throw problem(Reason.BAD_REQUEST, "the old checkpoint is none of the log " + log.origin() + " up to now");
    }

    /** Writes a bundle, a zip; see docs/journal.md. */
    public void bundle(Prepared prepared, boolean disclosed, OutputStream out) throws IOException {
        var head = head(prepared);
        try (var entries = journal.entries(prepared.selection(), disclosed)) {
            new BundleWriter(scratch).write(head, items(prepared, entries), out);
        }
    }

    /** Writes entries in a form of which nothing is proven. */
    public void form(Prepared prepared, ExportForm form, boolean disclosed, OutputStream out) throws IOException {
        try (var entries = journal.entries(prepared.selection(), disclosed)) {
            new FormWriter(form, prepared.log().origin(), out).write(entries);
        }
    }

    private BundleHead head(Prepared prepared) {
        var checkpoint = prepared.checkpoint();
        return new BundleHead(
                prepared.scope(),
                clock.instant(),
                proofs.note(checkpoint),
                prepared.old().map(note -> new BundleHead.Old(note, proofs.consistency(size(note), checkpoint))),
                stamp(checkpoint),
                rotations(prepared.log(), checkpoint));
    }

    private static long size(Note note) {
        return Checkpoint.of(note) instanceof Parsed.Read<Checkpoint>(var checkpoint) ? checkpoint.treeSize() : 0;
    }

    private Optional<BundleHead.TimeStamp> stamp(SignedCheckpoint checkpoint) {
        return store.stampOf(checkpoint.log(), checkpoint.size()).map(stamp -> {
            var stamped = new SignedCheckpoint(stamp.log(), stamp.size(), stamp.note(), stamp.at());
            return new BundleHead.TimeStamp(
                    stamp.response(), Proofs.parsed(stamped.note()), proofs.consistency(stamp.size(), checkpoint));
        });
    }

    private List<Note> rotations(Log log, SignedCheckpoint checkpoint) {
        var notes = new ArrayList<Note>();
        try (var entries =
                journal.entries(new EntrySelection.OfSessions(log.id(), checkpoint.size(), List.of()), false)) {
            entries.forEachRemaining(entry -> rotation(entry).ifPresent(notes::add));
        }
        return notes;
    }

    private static Optional<Note> rotation(ProvableEntry entry) {
        return Entry.parse(entry.leaf().getBytes(UTF_8)) instanceof Parsed.Read<Entry>(var read)
                        && read.body().get("statement") instanceof String statement
                ? Optional.of(Proofs.parsed(statement))
                : Optional.empty();
    }

    private Iterator<BundleItem> items(Prepared prepared, EntryCursor entries) {
        var checkpoint = prepared.checkpoint();
        var prover = new Prover(new TileCache(paths -> store.tiles(checkpoint.log(), paths), checkpoint.size()));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public BundleItem next() {
                return item(prover, checkpoint.size(), entries.next());
            }
        };
    }

    private static BundleItem item(Prover prover, long size, ProvableEntry entry) {
        if (prover.inclusion(entry.index(), size) instanceof Proving.Made<InclusionProof>(var proof)) {
            var disclosures =
                    entry.disclosures().stream().map(Exports::disclosure).toList();
            return new BundleItem(
                    entry.index(), Bytes.copyOf(entry.leaf().getBytes(UTF_8)), proof.hashes(), disclosures);
        }
        throw problem(Reason.INTERNAL, "the store lacks hashes of its tree");
    }

    static Disclosure disclosure(String text) {
        return switch (Disclosure.parse(text)) {
            case Parsed.Read<Disclosure>(var disclosure) -> disclosure;
            case Parsed.Malformed<Disclosure>(var flaw) ->
                throw new IllegalStateException("the store holds a malformed disclosure: " + flaw.sentence());
        };
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
