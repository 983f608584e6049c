package dev.astern.verify.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The index of an entry, which is the last member of each line of proofs and disclosures. Looking at the end finds out
 * which lines belong together; that the whole line is what it has to be is checked where it is parsed.
 */
final class TailIndex {
    private static final byte[] NAME = "\"index\":".getBytes(US_ASCII);
    private static final int MAX_DIGITS = 16;

    private TailIndex() {}

    /** −1 when there is none. */
    static long of(byte[] line) {
        int at = line.length - 2;
        long index = 0;
        long unit = 1;
        int digits = 0;
        while (at >= 0 && line[at] >= '0' && line[at] <= '9' && digits < MAX_DIGITS) {
            index += (line[at] - '0') * unit;
            unit *= 10;
            digits++;
            at--;
        }
        return digits > 0 && line[line.length - 1] == '}' && isNamed(line, at) ? index : -1;
    }

    private static boolean isNamed(byte[] line, int end) {
        int start = end - NAME.length + 1;
        for (int i = 0; i < NAME.length; i++) {
            if (start < 0 || line[start + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }
}
