package dev.astern.storage;

import dev.astern.model.ProvableEntry;
import java.util.Iterator;

/** Entries that are read while they are used; holds a connection until it is closed. */
public interface EntryCursor extends Iterator<ProvableEntry>, AutoCloseable {
    @Override
    void close();
}
