package dev.astern.workspace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is written down about one action: that it began, what it does, whether it may, that it did. Each is durable when
 * the method returns, and is written once.
 */
public final class ActionRecord {
    private static final String BEGUN = "begun";
    private static final String MANIFEST = "manifest";
    private static final String WATCHED = "watched";
    private static final String DECISION = "decision";
    private static final String PRINTED = "printed";
    private static final String ENDED = "ended";

    private final Path folder;

    ActionRecord(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    public void begin(Begun begun) throws IOException {
        write(BEGUN, Lines.write(begun).getBytes(UTF_8));
    }

    public Optional<Begun> begun() throws IOException {
        return read(BEGUN).map(line -> Lines.read(line, Begun.class));
    }

    /** Returns the manifest's digest. */
    public String manifest(List<Change> changes) throws IOException {
        // Where others were first everywhere, what was meant is not what was done.
        if (!changes.isEmpty() || Files.exists(folder.resolve(MANIFEST))) {
            write(MANIFEST, content(changes));
        }
        return digestOf(changes);
    }

    /**
     * What {@link #manifest(List)} returns: over all that an undo builds on. The times of what an action left are not in
     * it, so that a rehearsal and the run after it can agree.
     */
    public static String digestOf(List<Change> changes) {
        if (changes.isEmpty()) {
            return "";
        }
        var sha = Contents.sha256();
        for (var change : changes) {
            var after = change.after();
            var line = List.of(
                    change.path().raw(), facts(change.before()), facts(after == null ? null : after.withTime(0)));
            sha.update((Lines.write(line) + "\n").getBytes(UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static List<String> facts(@Nullable FileState state) {
        return state == null
                ? List.of()
                : List.of(
                        state.kind().name(),
                        state.content(),
                        Integer.toOctalString(state.mode()),
                        state.uid() + ":" + state.gid(),
                        Long.toString(state.mtimeNs()));
    }

    /** The digest of the manifest as it is now; empty where there is none. */
    public String manifestDigest() throws IOException {
        return digestOf(manifest());
    }

    public List<Change> manifest() throws IOException {
        var file = folder.resolve(MANIFEST);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var lines = Files.lines(file)) {
            return lines.map(line -> Lines.read(line, Change.class)).toList();
        }
    }

    /** What a command may change at once, and was there before. */
    public void watch(Watched watched) throws IOException {
        write(WATCHED, Lines.write(watched).getBytes(UTF_8));
    }

    public Optional<Watched> watched() throws IOException {
        return read(WATCHED).map(line -> Lines.read(line, Watched.class));
    }

    /** Says it, unless it was said before. Returns what holds. */
    public Decision decide(Decision wanted) throws IOException {
        try (var open = open()) {
            return DurableFile.create(open, DECISION, wanted.name())
                    ? wanted
                    : decision().orElseThrow();
        }
    }

    public Optional<Decision> decision() throws IOException {
        return read(DECISION).map(Decision::valueOf);
    }

    public void end(Ended ended) throws IOException {
        write(ENDED, Lines.write(ended).getBytes(UTF_8));
    }

    public Optional<Ended> ended() throws IOException {
        return read(ENDED).map(line -> Lines.read(line, Ended.class));
    }

    public void print(Printed printed) throws IOException {
        write(PRINTED, Lines.write(printed).getBytes(UTF_8));
    }

    /** What its command printed; nothing where it was none. */
    public Printed printed() throws IOException {
        return read(PRINTED).map(line -> Lines.read(line, Printed.class)).orElseGet(() -> new Printed("", List.of()));
    }

    /**
     * Forgets an action that may not take effect now; it may be asked for again under the same id. One that was decided on
     * stays as it is.
     */
    public void withdraw() throws IOException {
        if (decision().isEmpty()) {
            Files.deleteIfExists(folder.resolve(MANIFEST));
            Files.deleteIfExists(folder.resolve(PRINTED));
            Files.deleteIfExists(folder.resolve(BEGUN));
            Files.deleteIfExists(folder.resolve(WATCHED));
        }
    }

    /** Forgets what was done, not that it was. */
    public void prune(Ended ended) throws IOException {
        end(ended.forgotten());
        Files.deleteIfExists(folder.resolve(MANIFEST));
        Files.deleteIfExists(folder.resolve(PRINTED));
        Files.deleteIfExists(folder.resolve(WATCHED));
    }

    private void write(String name, byte[] content) throws IOException {
        try (var open = open()) {
            DurableFile.replace(open, name, content);
        }
    }

    private Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(folder.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Fd open() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            try (var parent = Posix.openFolder(folder.resolveSibling("."))) {
                Posix.sync(parent);
            }
        }
        return Posix.openFolder(folder);
    }

    private static byte[] content(List<Change> changes) {
        var text = new StringBuilder();
        for (var change : changes) {
            text.append(Lines.write(change)).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }
}
