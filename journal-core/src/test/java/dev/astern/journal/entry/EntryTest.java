package dev.astern.journal.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Leaf;
import dev.astern.journal.Parsed;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:46:49.123456Z");
    private static final String DIGEST =
            Disclosure.field(new byte[16], "output", "x").digest();
    private static final String OTHER =
            Disclosure.field(new byte[16], "command", "x").digest();

    @Test
    void an_entry_that_was_rendered_is_read() {
        var first = Leaf.render("ses_1", 0, Leaf.NONE, "session_revoked", TIME, null, Map.of("operator", "opr_1"));
        var second =
                Leaf.render("ses_1", 1, first.hash(), "session_closed", TIME, null, Map.of("count", 2, "how", "x"));
        assertThat(Entry.parse(bytes(first)))
                .isEqualTo(Parsed.read(new Entry(
                        EntryType.SESSION_REVOKED,
                        "ses_1",
                        0,
                        Optional.empty(),
                        TIME,
                        Optional.empty(),
                        Map.of("operator", "opr_1"),
                        0)));
        assertThat(read(second).previous()).contains(Hash.ofLeaf(bytes(first)));
        assertThat(read(second).body()).isEqualTo(Map.of("count", 2L, "how", "x"));
    }

    @Test
    void the_place_is_checked() {
        assertFlaw(Flaw.ENTRY_VERSION, "version", 2);
        assertFlaw(Flaw.ENTRY_VERSION, "version", "1");
        assertFlaw(Flaw.ENTRY_VERSION, "version", null);
        for (var type : Arrays.asList("hello", "Session_closed", 1, null, Map.of())) {
            assertFlaw(Flaw.ENTRY_TYPE, "type", type);
        }
        for (var session : Arrays.asList("", "ses_", "abc_1", "ses_1/2", "logs", "ses_" + "a".repeat(65), 1, null)) {
            assertFlaw(Flaw.ENTRY_FIELD, "session", session);
        }
        for (var sequence : Arrays.asList(-1, 1, "0", null)) {
            assertFlaw(Flaw.ENTRY_FIELD, "sequence", sequence);
        }
        for (var previous : Arrays.asList("0", "00".repeat(32), "AA".repeat(32), null)) {
            assertFlaw(Flaw.ENTRY_FIELD, "previous", previous);
        }
        for (var time : Arrays.asList("2026-11-21T10:46:49+01:00", "now", 0, null)) {
            assertFlaw(Flaw.ENTRY_FIELD, "time", time);
        }
        for (var action : Arrays.<@Nullable Object>asList("", "ses_1", 1)) {
            assertFlaw(Flaw.ENTRY_FIELD, "action", action);
        }
    }

    @Test
    void the_body_is_checked_by_type() {
        assertFlaw(Flaw.ENTRY_FIELD, "count", -1);
        assertFlaw(Flaw.ENTRY_FIELD, "count", "1");
        assertFlaw(Flaw.ENTRY_FIELD, "how", null);
        assertFlaw(Flaw.ENTRY_FIELD, "colour", "red");
        assertFlaw(Flaw.ENTRY_FIELD, "operator", "opr_1");
        for (var name : List.of("count", "how", "action", "previous", "time")) {
            var fields = closed();
            fields.remove(name);
            assertThat(parse(fields)).as(name).isEqualTo(Parsed.malformed(Flaw.ENTRY_FIELD));
        }
    }

    @Test
    void an_intent_has_all_that_was_decided() {
        var intent = closed();
        intent.keySet().removeAll(List.of("count", "how"));
        intent.put("type", "intent");
        intent.put("action", "act_1");
        intent.put("agent", Map.of("id", "a", "version", "1"));
        intent.put("approval", Map.of("required", true, "approved_at", TIME.toString(), "_sd", List.of(DIGEST)));
        intent.put("policy", Map.of("id", "p", "decision", "allow"));
        for (var name : List.of("target", "tool", "verb", "tier", "reversibility")) {
            intent.put(name, "x");
        }
        intent.put("_sd_alg", "sha-256");
        assertThat(parse(intent)).isInstanceOf(Parsed.Read.class);
        intent.put("approval", Map.of("required", "yes"));
        assertThat(parse(intent)).isInstanceOf(Parsed.Malformed.class);
        intent.put("approval", Map.of("required", false, "colour", "red"));
        assertThat(parse(intent)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void digests_are_sorted_different_and_have_their_algorithm() {
        var sorted = DIGEST.compareTo(OTHER) < 0 ? List.of(DIGEST, OTHER) : List.of(OTHER, DIGEST);
        assertDigests(true, sorted, "sha-256");
        assertDigests(true, null, null);
        assertDigests(false, sorted.reversed(), "sha-256");
        assertDigests(false, List.of(DIGEST, DIGEST), "sha-256");
        assertDigests(false, List.of(), "sha-256");
        assertDigests(false, List.of(DIGEST), null);
        assertDigests(false, List.of(DIGEST), "sha-512");
        assertDigests(false, null, "sha-256");
        assertDigests(false, List.of(DIGEST.substring(1)), "sha-256");
        assertDigests(false, List.of(DIGEST + "="), "sha-256");
        assertDigests(false, List.of(1), "sha-256");
        assertDigests(false, DIGEST, "sha-256");
    }

    @Test
    void an_entry_is_canonical_and_not_too_large() {
        var text = CanonicalJson.write(closed());
        assertThat(Entry.parse((text + "\n").getBytes(UTF_8))).isEqualTo(Parsed.malformed(Flaw.JSON_TRAILING));
        assertThat(Entry.parse(text.replace(":", ": ").getBytes(UTF_8))).isInstanceOf(Parsed.Malformed.class);
        var large = closed();
        large.put("how", "a".repeat(Entry.MAX_BYTES));
        assertThat(parse(large)).isEqualTo(Parsed.malformed(Flaw.ENTRY_SIZE));
    }

    private static void assertDigests(boolean good, @Nullable Object digests, @Nullable String algorithm) {
        var fields = closed();
        if (digests != null) {
            fields.put("_sd", digests);
        }
        if (algorithm != null) {
            fields.put("_sd_alg", algorithm);
        }
        if (good) {
            assertThat(parse(fields)).isInstanceOf(Parsed.Read.class);
        } else {
            assertThat(parse(fields)).as("%s", fields).isEqualTo(Parsed.malformed(Flaw.ENTRY_DIGESTS));
        }
    }

    private static Map<String, @Nullable Object> closed() {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put("version", 1);
        fields.put("type", "session_closed");
        fields.put("session", "ses_1");
        fields.put("sequence", 0);
        fields.put("previous", "");
        fields.put("time", TIME.toString());
        fields.put("action", null);
        fields.put("count", 1);
        fields.put("how", "expired");
        return fields;
    }

    private static void assertFlaw(Flaw flaw, String name, @Nullable Object value) {
        var fields = closed();
        fields.put(name, value);
        assertThat(parse(fields)).as("%s %s", name, value).isEqualTo(Parsed.malformed(flaw));
    }

    private static Parsed<Entry> parse(Map<String, @Nullable Object> fields) {
        return Entry.parse(CanonicalJson.write(fields).getBytes(UTF_8));
    }

    private static Entry read(Leaf leaf) {
        return ((Parsed.Read<Entry>) Entry.parse(bytes(leaf))).value();
    }

    private static byte[] bytes(Leaf leaf) {
        return leaf.text().getBytes(UTF_8);
    }
}
