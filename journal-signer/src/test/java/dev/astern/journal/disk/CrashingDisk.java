package dev.astern.journal.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that loses in a crash what was not synced, or a part of it: changes of the names of a folder survive
 * up to some point in their order, bytes up to some place. It dies before or in the middle of a given step, or has it
 * fail.
 */
public final class CrashingDisk implements Disk {
    /** The process is gone. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What is to go wrong. */
    public enum Fault {
        NONE,
        KILL,
        FAIL_ONCE,
        FAIL_FROM_THEN_ON
    }

    private static final class Entry {
        final boolean folder;
        byte[] bytes = {};
        boolean synced;
        final Map<String, Entry> names = new TreeMap<>();
        Map<String, Entry> durable = new TreeMap<>();
        final List<Map<String, Entry>> pending = new ArrayList<>();

        Entry(boolean folder) {
            this.folder = folder;
        }

        void changed() {
            pending.add(new TreeMap<>(names));
        }
    }

    private final Random random;
    private Entry root = new Entry(true);
    private Fault fault = Fault.NONE;
    private long faultAt;
    private long steps;
    private boolean dead;

    public CrashingDisk(Random random) {
        this.random = random;
    }

    public long steps() {
        return steps;
    }

    public void plan(Fault next, long atStep) {
        fault = next;
        faultAt = atStep;
    }

    /** The process starts again on a machine that went on. */
    public void revive() {
        dead = false;
        fault = Fault.NONE;
    }

    /** The machine comes up again with what had reached the disk. */
    public void restart() {
        revive();
        root = survivors(root);
    }

    private Entry survivors(Entry before) {
        var after = new Entry(before.folder);
        after.synced = true;
        if (!before.folder) {
            int length = before.synced ? before.bytes.length : random.nextInt(before.bytes.length + 1);
            after.bytes = Arrays.copyOf(before.bytes, length);
            return after;
        }
        var histories = new ArrayList<Map<String, Entry>>();
        histories.add(before.durable);
        histories.addAll(before.pending);
        histories
                .get(random.nextInt(histories.size()))
                .forEach((name, entry) -> after.names.put(name, survivors(entry)));
        after.durable = new TreeMap<>(after.names);
        return after;
    }

    /** @return whether to do only a part of it and die */
    private boolean step() throws IOException {
        if (dead) {
            throw new Killed();
        }
        long now = steps++;
        if ((fault == Fault.FAIL_FROM_THEN_ON && now >= faultAt) || (fault == Fault.FAIL_ONCE && now == faultAt)) {
            throw new IOException("No space left on device");
        }
        if (fault == Fault.KILL && now == faultAt) {
            dead = true;
            if (random.nextBoolean()) {
                throw new Killed();
            }
        }
        return dead;
    }

    private static void end(boolean dies) {
        if (dies) {
            throw new Killed();
        }
    }

    private @Nullable Entry find(Path path) {
        Entry at = root;
        for (var name : path) {
            at = at == null ? null : at.names.get(name.toString());
        }
        return at;
    }

    private Entry parent(Path path) throws IOException {
        var parent = path.getParent();
        var entry = parent == null ? root : find(parent);
        if (entry == null) {
            throw new IOException("no folder " + parent);
        }
        return entry;
    }

    private static String name(Path path) {
        return Objects.requireNonNull(path.getFileName()).toString();
    }

    @Override
    public Optional<byte[]> read(Path file) throws IOException {
        step();
        return Optional.ofNullable(find(file)).map(entry -> entry.bytes.clone());
    }

    @Override
    public List<String> names(Path folder) throws IOException {
        step();
        var entry = find(folder);
        return entry == null ? List.of() : List.copyOf(entry.names.keySet());
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        boolean dies = step();
        if (find(folder) == null) {
            var parent = parent(folder);
            parent.names.put(name(folder), new Entry(true));
            parent.changed();
        }
        end(dies);
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
        boolean dies = step();
        var parent = parent(file);
        var entry = parent.names.computeIfAbsent(name(file), name -> new Entry(false));
        parent.changed();
        entry.bytes = bytes.clone();
        entry.synced = !dies;
        end(dies);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        boolean dies = step();
        var parent = parent(from);
        if (parent != parent(to)) {
            throw new IOException("a move between folders is not one step");
        }
        var target = find(to);
        if (target != null && target.folder) {
            throw new IOException("a folder is there");
        }
        parent.names.put(name(to), Objects.requireNonNull(parent.names.remove(name(from))));
        parent.changed();
        end(dies);
    }

    @Override
    public void sync(Path folder) throws IOException {
        boolean dies = step();
        var entry = Objects.requireNonNull(find(folder));
        if (!dies) {
            entry.durable = new TreeMap<>(entry.names);
            entry.pending.clear();
        }
        end(dies);
    }

    @Override
    public void deleteFolder(Path folder) throws IOException {
        boolean dies = step();
        var parent = parent(folder);
        var entry = parent.names.get(name(folder));
        if (entry != null) {
            // Files go one by one, the folder last.
            for (var name : List.copyOf(entry.names.keySet())) {
                entry.names.remove(name);
                entry.changed();
            }
            parent.names.remove(name(folder));
            parent.changed();
        }
        end(dies);
    }

    /** What is on it now, files only. */
    public Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        collect("", root, files);
        return files;
    }

    private static void collect(String path, Entry entry, Map<String, String> files) {
        if (!entry.folder) {
            files.put(path, new String(entry.bytes, java.nio.charset.StandardCharsets.UTF_8));
        }
        entry.names.forEach((name, below) -> collect(path + "/" + name, below, files));
    }
}
