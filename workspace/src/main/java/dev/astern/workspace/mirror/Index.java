package dev.astern.workspace.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.store.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What every path of the workspace was when it was last looked at; on disk one line for each look, the last one counts. */
final class Index {
    private final Path file;
    private final TreeMap<RelPath, Known> known = new TreeMap<>();
    private final Map<Long, Set<RelPath>> names = new HashMap<>();
    private final List<Known> unwritten = new ArrayList<>();

    Index(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            load();
            compact();
        }
    }

    private void load() throws IOException {
        try (var lines = Files.lines(file)) {
            lines.forEach(this::load);
        }
    }

    /** Forgets what was not made durable. */
    void reload() throws IOException {
        known.clear();
        names.clear();
        unwritten.clear();
        if (Files.exists(file)) {
            load();
        }
    }

    private void load(String line) {
        try {
            put(Lines.read(line, Known.class));
        } catch (JacksonException e) {
            // The last line of a crash; what it was about is looked at again.
            return;
        }
    }

    private void put(Known one) {
        var state = one.state();
        var old = state == null ? known.remove(one.path()) : known.put(one.path(), one);
        if (old != null && old.state() != null && old.state().shared()) {
            names.getOrDefault(old.state().inode(), new HashSet<>()).remove(one.path());
        }
        if (state != null && state.shared()) {
            names.computeIfAbsent(state.inode(), inode -> new HashSet<>()).add(one.path());
        }
    }

    private void compact() throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                fresh,
                known.values().stream().map(one -> Lines.write(one) + "\n").collect(Collectors.joining()));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Nullable
    Known get(RelPath path) {
        return known.get(path);
    }

    void set(Known one) {
        put(one);
        unwritten.add(one);
    }

    /** Makes everything durable that was set. */
    void write() throws IOException {
        if (unwritten.isEmpty()) {
            return;
        }
        var lines = unwritten.stream().map(one -> Lines.write(one) + "\n").collect(Collectors.joining());
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var bytes = ByteBuffer.wrap(lines.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        unwritten.clear();
    }

    /** Everything known beneath a folder. */
    List<RelPath> beneath(RelPath folder) {
        var from = folder.isRoot() ? known : known.tailMap(folder, false);
        var all = new ArrayList<RelPath>();
        for (var path : from.keySet()) {
            // Between a folder and what is in it there may be names that only begin like it.
            if (path.isBeneath(folder)) {
                all.add(path);
            } else if (!path.raw().startsWith(folder.raw())) {
                break;
            }
        }
        return all;
    }

    /** All names that a file was known under. */
    Set<RelPath> names(FileState state) {
        return Set.copyOf(names.getOrDefault(state.inode(), Set.of()));
    }

    int size() {
        return known.size();
    }

    Set<String> contents() {
        var all = new HashSet<String>();
        for (var one : known.values()) {
            if (one.state() != null && one.state().kind() == FileState.Kind.FILE) {
                all.add(one.state().content());
            }
        }
        return all;
    }
}
