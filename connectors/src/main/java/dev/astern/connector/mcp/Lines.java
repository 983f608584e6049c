package dev.astern.connector.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of bytes, none longer than a limit. Empty lines are passed over. */
final class Lines {
    private final InputStream in;
    private final int most;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private boolean tooLong;

    Lines(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /** Without its end; null at the end of all, and where a line is too long. */
    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream();
        while (at < end || fill()) {
            int start = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (line.size() + at - start > most) {
                tooLong = true;
                return null;
            }
            line.write(buffer, start, at - start);
            if (at < end) {
                at++;
                if (line.size() > 0) {
                    return line.toByteArray();
                }
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    boolean tooLong() {
        return tooLong;
    }
}
