package dev.astern.journal.entry;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Instants;
import dev.astern.journal.JsonObject;
import dev.astern.journal.Parsed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the journal that was read strictly: its place, and what it says.
 *
 * @param type what happened
 * @param session whose chain it is in
 * @param sequence its place in that chain, from 0
 * @param previous the leaf hash of the chain's entry before it; empty for the first one
 * @param time when it was written, by the clock of the node that wrote it
 * @param action about which action
 * @param body the other fields, with the digests of what is not in the entry itself
 * @param digests how many of these there are, at any depth
 */
public record Entry(
        EntryType type,
        String session,
        long sequence,
        Optional<Hash> previous,
        Instant time,
        Optional<String> action,
        Map<String, @Nullable Object> body,
        int digests) {
    public static final int MAX_BYTES = 65_535;
    public static final long VERSION = 1;
    /** The chain of the log itself. */
    public static final String LOG = "log";

    /** Sorted. */
    static final List<String> PLACE =
            List.of(Digests.ALGORITHM, "action", "previous", "sequence", "session", "time", "type", "version");

    private static final int MAX_ID = 64;

    /** Reads a leaf. That it is in a log, and what is before it, is for proofs and chains to show. */
    public static Parsed<Entry> parse(byte[] leaf) {
        return leaf.length > MAX_BYTES
                ? Parsed.malformed(Flaw.ENTRY_SIZE)
                : CanonicalJson.parseObject(leaf).then(Entry::of);
    }

    private static Parsed<Entry> of(JsonObject fields) {
        if (!Long.valueOf(VERSION).equals(fields.get("version"))) {
            return Parsed.malformed(Flaw.ENTRY_VERSION);
        }
        var type = EntryType.of(fields.get("type"));
        if (type.isEmpty()) {
            return Parsed.malformed(Flaw.ENTRY_TYPE);
        }
        int digests = Digests.count(fields, true);
        if (digests < 0 || !hasAlgorithm(fields, digests > 0)) {
            return Parsed.malformed(Flaw.ENTRY_DIGESTS);
        }
        return placed(type.get(), fields, digests);
    }

    private static boolean hasAlgorithm(JsonObject fields, boolean needed) {
        return needed ? Digests.SHA_256.equals(fields.get(Digests.ALGORITHM)) : !fields.containsKey(Digests.ALGORITHM);
    }

    private static Parsed<Entry> placed(EntryType type, JsonObject fields, int digests) {
        var time = fields.get("time") instanceof String text ? Instants.parse(text) : Optional.<Instant>empty();
        if (!(fields.get("session") instanceof String session)
                || !isSession(session)
                || !(fields.get("sequence") instanceof Long sequence)
                || !(fields.get("previous") instanceof String before)
                || time.isEmpty()
                || !isAction(fields)) {
            return Parsed.malformed(Flaw.ENTRY_FIELD);
        }
        var previous = Hash.fromHex(before);
        // Only a first entry has none before it, and every other one has.
        if (sequence < 0 || (sequence == 0 ? !before.isEmpty() : previous.isEmpty())) {
            return Parsed.malformed(Flaw.ENTRY_FIELD);
        }
        var body = fields.without(PLACE);
        if (!Fields.of(type).fit(body)) {
            return Parsed.malformed(Flaw.ENTRY_FIELD);
        }
        return Parsed.read(new Entry(
                type,
                session,
                sequence,
                previous,
                time.get(),
                Optional.ofNullable((String) fields.get("action")),
                body,
                digests));
    }

    private static boolean isAction(JsonObject fields) {
        var action = fields.get("action");
        return fields.containsKey("action")
                && (action == null || (action instanceof String text && isId(text, "act_")));
    }

    private static boolean isSession(String session) {
        return session.equals(LOG) || isId(session, "ses_") || isId(session, "und_") || isId(session, "inc_");
    }

    private static boolean isId(String id, String prefix) {
        int length = id.length() - prefix.length();
        if (!id.startsWith(prefix) || length < 1 || length > MAX_ID) {
            return false;
        }
        for (int i = prefix.length(); i < id.length(); i++) {
            char c = id.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Puts what is disclosed in its places. */
    public Parsed<Disclosed> disclose(List<Disclosure> disclosures) {
        return digests == 0 && disclosures.isEmpty()
                ? Parsed.read(new Disclosed(body, 0))
                : Disclosing.of(body, disclosures);
    }
}
