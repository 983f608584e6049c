package dev.astern.journal.signer;

import dev.astern.journal.disk.Disk;
import dev.astern.journal.signer.SignerException.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of folders named 1, 2, 3…, of which the last one counts and the others are kept aside. A new one is filled
 * under another name and comes to be by one rename, so that there is nothing in between for a crash to leave behind.
 */
record Generations(Disk disk, Path folder) {
    private static final String UNFINISHED = "unfinished";

    /** Fills the next one. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** What is there, in order; durable before anybody acts on it. */
    List<Path> all() throws IOException {
        var names = new ArrayList<>(disk.names(folder));
        names.remove(UNFINISHED);
        var all = new ArrayList<Path>();
        for (int number = 1; number <= names.size(); number++) {
            if (!names.contains(Integer.toString(number))) {
                throw new SignerException(
                        Why.KEY, "expected 1 to " + names.size() + " in " + folder + ", found no " + number);
            }
            all.add(folder.resolve(Integer.toString(number)));
        }
        if (!all.isEmpty()) {
            disk.sync(folder);
        }
        return all;
    }

    /** Adds the next one; when this returns it is durable, and when it throws it may be there or not. */
    Path add(Filling filling) throws IOException {
        var next = folder.resolve(Integer.toString(all().size() + 1));
        var unfinished = folder.resolve(UNFINISHED);
        disk.deleteFolder(unfinished);
        disk.makeFolder(unfinished);
        filling.fill(unfinished);
        disk.sync(unfinished);
        disk.move(unfinished, next);
        disk.sync(folder);
        return next;
    }
}
