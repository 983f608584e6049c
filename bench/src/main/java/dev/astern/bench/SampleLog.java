package dev.astern.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.Leaf;
import dev.astern.journal.bundle.BundleItem;
import dev.astern.journal.entry.Disclosure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A log of entries as the gateway writes them, about 1 KB each: twenty sessions at a time, each of fifty actions with an
 * intent, which has four disclosures, and a result. It is made anew each time it is gone through, always the same.
 */
final class SampleLog {
    private static final int SESSIONS = 20;
    private static final int ENTRIES_PER_SESSION = 101;
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private final int size;
    /** The hashes of all nodes by level, 32 bytes each; the last node of a level may stand for fewer leaves. */
    private final List<byte[]> levels = new ArrayList<>();

    SampleLog(int size) {
        this.size = size;
        var leaves = new byte[size * Hash.SIZE_BYTES];
        var entries = entries();
        for (int i = 0; i < size; i++) {
            put(leaves, i, Hash.ofLeaf(entries.next().leaf()));
        }
        levels.add(leaves);
        while (count(levels.getLast()) > 1) {
            levels.add(above(levels.getLast()));
        }
    }

    private static int count(byte[] level) {
        return level.length / Hash.SIZE_BYTES;
    }

    private static byte[] above(byte[] level) {
        int count = (count(level) + 1) / 2;
        var above = new byte[count * Hash.SIZE_BYTES];
        for (int i = 0; i < count; i++) {
            boolean alone = 2 * i + 1 == count(level);
            put(above, i, alone ? get(level, 2 * i) : Hash.ofNode(get(level, 2 * i), get(level, 2 * i + 1)));
        }
        return above;
    }

    private static Hash get(byte[] level, int index) {
        return Hash.copyOf(Arrays.copyOfRange(level, index * Hash.SIZE_BYTES, (index + 1) * Hash.SIZE_BYTES));
    }

    private static void put(byte[] level, int index, Hash hash) {
        System.arraycopy(hash.toArray(), 0, level, index * Hash.SIZE_BYTES, Hash.SIZE_BYTES);
    }

    Hash root() {
        return get(levels.getLast(), 0);
    }

    List<Hash> inclusion(int index) {
        var path = new ArrayList<Hash>();
        int at = index;
        for (var level : levels) {
            int sibling = at ^ 1;
            if (sibling < count(level)) {
                path.add(get(level, sibling));
            }
            at >>= 1;
        }
        return path;
    }

    Iterator<BundleItem> items() {
        var entries = entries();
        return new Iterator<>() {
            private int index;

            @Override
            public boolean hasNext() {
                return index < size;
            }

            @Override
            public BundleItem next() {
                var entry = entries.next();
                var item = new BundleItem(index, Bytes.copyOf(entry.leaf()), inclusion(index), entry.disclosures());
                index++;
                return item;
            }
        };
    }

    /** A leaf and what it does not contain. */
    private static final class Made {
        private final byte[] leaf;
        private final List<Disclosure> disclosures;

        Made(byte[] leaf, List<Disclosure> disclosures) {
            this.leaf = leaf;
            this.disclosures = disclosures;
        }

        byte[] leaf() {
            return leaf;
        }

        List<Disclosure> disclosures() {
            return disclosures;
        }
    }

    private Iterator<Made> entries() {
        return new Entries();
    }

    /** In turns, an entry of each of the sessions that run at a time. */
    private static final class Entries implements Iterator<Made> {
        private final SplittableRandom random = new SplittableRandom(1);
        private final Map<String, String> heads = new HashMap<>();
        private long index;

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Made next() {
            long turn = index / SESSIONS;
            var session = "ses_06f5n2k0w9q8t4r%06d".formatted(index % SESSIONS + turn / ENTRIES_PER_SESSION * SESSIONS);
            int sequence = (int) (turn % ENTRIES_PER_SESSION);
            boolean last = sequence == ENTRIES_PER_SESSION - 1;
            boolean intent = sequence % 2 == 0;
            var disclosures = intent && !last ? disclosures() : List.<Disclosure>of();
            var body = last ? closed() : decided(intent, disclosures);
            var type = last ? "session_closed" : intent ? "intent" : "result";
            var action = last ? null : "act_06f5n2k0w9q8t4r%09d".formatted(index - (intent ? 0 : SESSIONS));
            var previous = sequence == 0 ? Leaf.NONE : heads.getOrDefault(session, Leaf.NONE);
            var time = START.plusMillis(index).plusNanos(1_000);
            var leaf = Leaf.render(session, sequence, previous, type, time, action, body);
            heads.put(session, leaf.hash());
            if (last) {
                heads.remove(session);
            }
            index++;
            return new Made(leaf.text().getBytes(UTF_8), disclosures);
        }

        private static Map<String, @Nullable Object> closed() {
            return Map.of("count", ENTRIES_PER_SESSION, "how", "expired");
        }

        private List<Disclosure> disclosures() {
            return List.of(
                    field("command", "UPDATE accounts SET balance = balance - 10 WHERE id = " + index),
                    field("environment", "production"),
                    field("reason", "the customer asked for a refund of order " + index),
                    field("request_digest", DIGEST));
        }

        private Disclosure field(String name, String value) {
            var salt = new byte[Disclosure.SALT_BYTES];
            random.nextBytes(salt);
            return Disclosure.field(salt, name, value);
        }

        private static Map<String, @Nullable Object> decided(boolean intent, List<Disclosure> disclosures) {
            var body = new HashMap<String, @Nullable Object>();
            body.put(
                    "agent",
                    Map.of(
                            "id",
                            "refund-bot",
                            "version",
                            "2.1.0",
                            "prompt",
                            DIGEST,
                            "model",
                            "a-model-1",
                            "tools",
                            DIGEST));
            body.put("policy", Map.of("id", "refunds", "version", "7", "digest", DIGEST, "decision", "allow"));
            body.put("approval", Map.of("required", false));
            body.put("risk_score", 12);
            body.put("workflow", "refunds");
            body.put("target", "shop");
            body.put("tool", "sql");
            body.put("verb", "update");
            body.put("tier", "write");
            body.put("reversibility", "reversible_with_state");
            body.put("rehearsal", false);
            if (!intent) {
                body.put("state", "applied");
                body.put("exit_code", 0);
                body.put("effects", effects());
                body.put("rollback", "undo of this action restores the images kept at the target");
            }
            if (!disclosures.isEmpty()) {
                body.put("_sd", Disclosure.digests(disclosures));
                body.put("_sd_alg", "sha-256");
            }
            return body;
        }

        private static Map<String, @Nullable Object> effects() {
            var counts = Map.of("resource", "public.accounts", "inserted", 0, "updated", 1, "deleted", 0);
            return Map.of("resources", 1, "total", 1, "counts", List.of(counts));
        }
    }
}
