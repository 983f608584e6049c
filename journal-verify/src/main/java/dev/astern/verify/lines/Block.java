package dev.astern.verify.lines;

import dev.astern.verify.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Entries that follow each other, as read: small enough for many to be in memory, large enough to be worth a thread. */
final class Block {
    private static final int MAX_ENTRIES = 512;
    private static final int MAX_BYTES = 2 << 20;

    /** An entry's line in each of the three files; the last one may have none. */
    static final class Raw {
        final byte[] receipt;
        final byte[] proof;
        final byte @Nullable [] disclosures;

        Raw(byte[] receipt, byte[] proof, byte @Nullable [] disclosures) {
            this.receipt = receipt;
            this.proof = proof;
            this.disclosures = disclosures;
        }

        private int bytes() {
            return receipt.length + proof.length + (disclosures == null ? 0 : disclosures.length);
        }
    }

    /** Of the first entry, from 1. */
    private final long firstLine;

    private final List<Raw> entries = new ArrayList<>();
    private int bytes;
    private Optional<Failure> failure = Optional.empty();

    Block(long firstLine) {
        this.firstLine = firstLine;
    }

    void add(Raw entry) {
        entries.add(entry);
        bytes += entry.bytes();
    }

    /** Nothing behind this block can be read. */
    void fail(Failure why) {
        failure = Optional.of(why);
    }

    boolean isFull() {
        return entries.size() == MAX_ENTRIES || bytes >= MAX_BYTES;
    }

    long firstLine() {
        return firstLine;
    }

    List<Raw> entries() {
        return entries;
    }

    Optional<Failure> failure() {
        return failure;
    }
}
