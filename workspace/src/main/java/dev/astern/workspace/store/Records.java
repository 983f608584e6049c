package dev.astern.workspace.store;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.workspace.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** What is written down about all actions of a workspace. */
public final class Records {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
    private static final int FAN = 64;
    /** Numbers are taken in blocks, so that one write to disk serves many. */
    private static final long BLOCK = 10_000;

    private final Path folder;
    private final Path numbers;
    private final AtomicLong order = new AtomicLong();
    private long reserved;

    public Records(Path folder) throws IOException {
        this.folder = folder;
        this.numbers = folder.resolve("order");
        for (int i = 0; i < FAN; i++) {
            Files.createDirectories(folder.resolve(Integer.toString(i)));
        }
        if (Files.exists(numbers)) {
            reserved = Long.parseLong(Files.readString(numbers).strip());
        }
        order.set(reserved);
        reserve();
    }

    public ActionRecord of(String actionId) {
        if (!ID.matcher(actionId).matches()) {
            throw Problem.of(Reason.BAD_REQUEST, "an action's id has letters, digits, _ and -")
                    .toException();
        }
        return new ActionRecord(folder.resolve(Integer.toString(Math.floorMod(actionId.hashCode(), FAN)))
                .resolve(actionId));
    }

    /** A number higher than all before, also those before a restart. */
    public synchronized long next() throws IOException {
        if (order.get() >= reserved) {
            reserve();
        }
        return order.incrementAndGet();
    }

    private void reserve() throws IOException {
        reserved = order.get() + BLOCK;
        try (var open = Posix.openFolder(folder)) {
            DurableFile.replace(
                    open,
                    numbers.getFileName().toString(),
                    Long.toString(reserved).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    /** The ids of all actions that are known. */
    public List<String> ids() throws IOException {
        var ids = new ArrayList<String>();
        for (int i = 0; i < FAN; i++) {
            try (var some = Files.list(folder.resolve(Integer.toString(i)))) {
                some.forEach(path -> ids.add(path.getFileName().toString()));
            }
        }
        return ids;
    }
}
