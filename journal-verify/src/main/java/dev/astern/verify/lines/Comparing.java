package dev.astern.verify.lines;

import java.io.OutputStream;
import java.util.Arrays;

/** Takes what a file should be, and finds out whether it is. */
final class Comparing extends OutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final CheckedFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long same;
    private boolean differs;

    Comparing(CheckedFile file) {
        this.file = file;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] expected, int start, int length) {
        int from = start;
        while (!differs && from < start + length) {
            if (at == end && !fill()) {
                differs = true;
                return;
            }
            int count = Math.min(end - at, start + length - from);
            differs = !Arrays.equals(buffer, at, at + count, expected, from, from + count);
            at += count;
            from += count;
            same += differs ? 0 : count;
        }
    }

    private boolean fill() {
        at = 0;
        end = Math.max(0, file.read(buffer, 0, buffer.length));
        return end > 0;
    }

    /** Whether the file was all of that and no more. */
    boolean isSame() {
        return !differs && at == end && !fill();
    }

    /** Up to where it was, in bytes, about. */
    long same() {
        return same;
    }
}
