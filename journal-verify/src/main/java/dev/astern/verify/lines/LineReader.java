package dev.astern.verify.lines;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines that each end with one newline, of bounded length. */
final class LineReader {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';

    private final CheckedFile in;
    private final int maxBytes;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private long lines;
    private boolean malformed;

    LineReader(CheckedFile in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line without its newline, or null at the end, or where there is no line that could be read. */
    byte @Nullable [] next() {
        int scanned = start;
        while (!malformed) {
            int newline = indexOfNewline(scanned);
            if (newline >= 0) {
                var line = Arrays.copyOfRange(buffer, start, newline);
                start = newline + 1;
                malformed = line.length > maxBytes;
                lines += malformed ? 0 : 1;
                return malformed ? null : line;
            }
            scanned = end;
            if (end - start > maxBytes) {
                malformed = true;
            } else {
                scanned -= makeRoom();
                int count = in.read(buffer, end, buffer.length - end);
                if (count < 0) {
                    malformed = end > start;
                    return null;
                }
                end += count;
            }
        }
        return null;
    }

    private int indexOfNewline(int from) {
        int at = from;
        while (at + Long.BYTES <= end && !hasNewline((long) LONGS.get(buffer, at))) {
            at += Long.BYTES;
        }
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at < end ? at : -1;
    }

    /** Whether one of eight bytes is a newline: XOR makes it zero, and only below a zero does the subtraction borrow. */
    private static boolean hasNewline(long eight) {
        long zeroed = eight ^ NEWLINES;
        return ((zeroed - ONES) & ~zeroed & HIGH_BITS) != 0;
    }

    /** By how much what is left has moved to the front. */
    private int makeRoom() {
        int moved = start;
        int kept = end - start;
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, kept);
        } else if (kept == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        start = 0;
        end = kept;
        return moved;
    }

    /** Whether the last answer was null because of what is there, and not because nothing is. */
    boolean malformed() {
        return malformed;
    }

    /** How many have been read. */
    long lines() {
        return lines;
    }

    /** Where the last line is that was read, or the one that could not be. */
    String place() {
        return in.file().fileName() + ":" + (malformed ? lines + 1 : lines);
    }
}
