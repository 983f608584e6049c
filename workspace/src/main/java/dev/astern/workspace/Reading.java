package dev.astern.workspace;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.FileState.Kind;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.store.Blobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Performs tools that only read. */
final class Reading {
    private final Workspace workspace;

    Reading(Workspace workspace) {
        this.workspace = workspace;
    }

    private record Answer(Output.Result result, Reads reads) {}

    Performance perform(ReadCall call, Execution execution) {
        Answer answer;
        try {
            answer = switch (call) {
                case ReadCall.File file -> file(file);
                case ReadCall.Listing listing -> listing(listing);
                case ReadCall.Printed printed -> printed(printed, execution);
            };
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        } catch (IOException e) {
            return new Performance.Failed(Problem.of(Reason.CONFLICTING_STATE, String.valueOf(e.getMessage())));
        }
        var output = new Output(0, List.of(answer.result()));
        return switch (execution.clear(Observed.nothing())) {
            case Clearance.Commit yes -> new Performance.Committed(Observed.nothing(), answer.reads(), output);
            case Clearance.RollBack no ->
                new Performance.RolledBack(Observed.nothing(), Reads.none(), Output.empty(), no.problem());
        };
    }

    private Answer file(ReadCall.File call) throws IOException {
        var stat = workspace.tree().stat(call.path());
        if (stat == null) {
            throw FilePlans.refuse(
                    Reason.NOT_FOUND, "there is nothing at " + call.path().text());
        }
        if (!stat.isFile()) {
            throw FilePlans.refuse(Reason.CONFLICTING_STATE, call.path().text() + " is no file");
        }
        byte[] content;
        try (var folder = workspace.tree().parent(call.path());
                var file = Posix.open(folder, call.path().name(), Posix.READ, 0)) {
            content = part(file, call.offset(), call.limit());
        }
        return new Answer(
                text("read_file", content, call.offset(), stat.sizeBytes()), reads(List.of(call.path()), content));
    }

    private Answer printed(ReadCall.Printed call, Execution execution) throws IOException {
        var record = workspace.records().of(call.actionId());
        var printed = record.printed();
        if (!printed.sessionId().equals(execution.session().id())
                || !printed.digests().contains(call.digest())
                || !workspace.blobs().has(call.digest())) {
            throw FilePlans.refuse(Reason.NOT_FOUND, "this session has no such output");
        }
        try (var file = workspace.blobs().open(call.digest())) {
            var content = part(file, call.offset(), call.limit());
            long size = Posix.stat(file).sizeBytes();
            return new Answer(text("read_output", content, call.offset(), size), Reads.none());
        }
    }

    private static byte[] part(Fd file, long offset, int limit) throws IOException {
        Posix.seek(file, offset);
        return Blobs.bytes(file, limit);
    }

    private static Output.Result text(String tag, byte[] content, long offset, long size) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(CommandOutput.text(content));
        row.add(offset);
        row.add(content.length);
        row.add(size);
        return new Output.Result(
                tag,
                1,
                List.of(
                        new Output.Column("text", "text"),
                        new Output.Column("offset", "integer"),
                        new Output.Column("bytes", "integer"),
                        new Output.Column("size", "integer")),
                List.of(row),
                offset + content.length < size);
    }

    private Answer listing(ReadCall.Listing call) throws IOException {
        var folder = workspace.tree().stat(call.path());
        if (folder == null || !folder.isFolder()) {
            throw FilePlans.refuse(
                    Reason.NOT_FOUND, "there is no folder at " + call.path().text());
        }
        var rows = new ArrayList<List<@Nullable Object>>();
        boolean more = list(call, call.path(), rows);
        var result = new Output.Result(
                "list_files",
                rows.size(),
                List.of(
                        new Output.Column("path", "text"),
                        new Output.Column("type", "text"),
                        new Output.Column("size", "integer"),
                        new Output.Column("mode", "text"),
                        new Output.Column("modified", "text"),
                        new Output.Column("target", "text")),
                rows,
                more);
        return new Answer(result, reads(List.of(call.path()), new byte[0]));
    }

    /** Returns whether there is more than may be listed. */
    private boolean list(ReadCall.Listing call, RelPath folder, List<List<@Nullable Object>> rows) throws IOException {
        for (var name : workspace.tree().names(folder)) {
            var path = folder.child(name);
            var stat = workspace.tree().stat(path);
            if (stat == null) {
                continue;
            }
            if (rows.size() >= call.limit()) {
                return true;
            }
            rows.add(row(path, FileState.of(stat, stat.isLink() ? target(path) : "")));
            if (stat.isFolder() && call.recursive() && list(call, path, rows)) {
                return true;
            }
        }
        return false;
    }

    private String target(RelPath path) throws IOException {
        try (var folder = workspace.tree().parent(path)) {
            return Posix.readLink(folder, path.name());
        }
    }

    private static List<@Nullable Object> row(RelPath path, FileState state) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(path.text());
        row.add(state.kind().name().toLowerCase(java.util.Locale.ROOT));
        row.add(state.size());
        row.add("%04o".formatted(state.mode()));
        row.add(state.kind() == Kind.FOLDER ? null : state.time());
        row.add(state.kind() == Kind.LINK ? state.image((digest, size) -> null).get("target") : null);
        return row;
    }

    private static Reads reads(List<RelPath> paths, byte[] content) {
        var keys = paths.stream().map(Change::key).toList();
        var digest = HexFormat.of().formatHex(Contents.sha256().digest(content));
        return new Reads(List.of(new Reads.ReadResource(Change.FILES, keys, false)), 1, digest);
    }
}
