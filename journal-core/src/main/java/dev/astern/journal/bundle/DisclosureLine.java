package dev.astern.journal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.JsonObject;
import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Disclosure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A line of {@code disclosures.jsonl}.
 *
 * @param index of the entry that binds them, in the log
 * @param disclosures at least one; that the entry has their digests is still to be checked
 */
public record DisclosureLine(long index, List<Disclosure> disclosures) {
    public static final int MAX_BYTES = 64 << 20;

    public DisclosureLine {
        disclosures = List.copyOf(disclosures);
        if (index < 0 || disclosures.isEmpty()) {
            throw new IllegalArgumentException("no line of disclosures for entry " + index + ": bug");
        }
    }

    public byte[] encode() {
        var texts = disclosures.stream().map(Disclosure::text).toList();
        var line = CanonicalJson.write(Map.of("disclosures", texts, "index", index))
                .getBytes(UTF_8);
        if (line.length > MAX_BYTES) {
            throw new IllegalArgumentException("disclosures of " + line.length + " bytes are too large for a bundle");
        }
        return line;
    }

    /** Reads a line without its newline. */
    public static Parsed<DisclosureLine> parse(byte[] line) {
        return line.length > MAX_BYTES
                ? Parsed.malformed(Flaw.TOO_LARGE)
                : CanonicalJson.parseObject(line).then(DisclosureLine::of);
    }

    private static Parsed<DisclosureLine> of(JsonObject json) {
        if (!json.keySet().equals(Set.of("disclosures", "index"))
                || !(json.get("index") instanceof Long index)
                || index < 0
                || !(json.get("disclosures") instanceof List<?> texts)
                || texts.isEmpty()) {
            return Parsed.malformed(Flaw.DISCLOSURE_LINE);
        }
        var disclosures = new ArrayList<Disclosure>(texts.size());
        for (var text : texts) {
            if (!(text instanceof String string)) {
                return Parsed.malformed(Flaw.DISCLOSURE_LINE);
            }
            switch (Disclosure.parse(string)) {
                case Parsed.Read<Disclosure>(var disclosure) -> disclosures.add(disclosure);
                case Parsed.Malformed<Disclosure>(var flaw) -> {
                    return Parsed.malformed(flaw);
                }
            }
        }
        return Parsed.read(new DisclosureLine(index, disclosures));
    }
}
