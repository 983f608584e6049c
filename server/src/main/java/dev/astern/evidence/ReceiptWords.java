package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Disclosed;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.entry.Entry;
import dev.astern.model.Receipt;
import dev.astern.storage.Journal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a receipt says with all in place that is disclosed of it and not erased. */
public final class ReceiptWords {
    private ReceiptWords() {}

    public static Map<String, @Nullable Object> of(Journal journal, Receipt receipt) {
        var disclosures = journal.disclosures(receipt.sessionId(), receipt.sequence()).texts().stream()
                .map(Disclosure::parse)
                .map(parsed -> parsed instanceof Parsed.Read<Disclosure>(var read) ? read : null)
                .filter(Objects::nonNull)
                .toList();
        return Entry.parse(receipt.leaf().getBytes(UTF_8)) instanceof Parsed.Read<Entry>(var entry)
                        && entry.disclose(disclosures) instanceof Parsed.Read<Disclosed>(var disclosed)
                ? joined(disclosed.body())
                : Map.of();
    }

    private static Map<String, @Nullable Object> joined(Map<String, @Nullable Object> said) {
        var whole = new HashMap<String, @Nullable Object>(said);
        whole.replaceAll((name, value) -> joined(value));
        return whole;
    }

    /** What was too long for one disclosure is a list of pieces. */
    private static @Nullable Object joined(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                        && map.get("parts") instanceof List<?> parts
                        && parts.stream().allMatch(String.class::isInstance)
                ? parts.stream().map(String.class::cast).collect(Collectors.joining())
                : value;
    }
}
