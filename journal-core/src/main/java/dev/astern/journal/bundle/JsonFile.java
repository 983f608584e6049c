package dev.astern.journal.bundle;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.JsonObject;
import dev.astern.journal.Parsed;
import java.util.Arrays;

/** A file of one line: a canonical JSON object and a newline. */
final class JsonFile {
    private JsonFile() {}

    static Parsed<JsonObject> parse(byte[] bytes) {
        int end = bytes.length - 1;
        return end < 0 || bytes[end] != '\n'
                ? Parsed.malformed(Flaw.LINE_END)
                : CanonicalJson.parseObject(Arrays.copyOf(bytes, end));
    }
}
