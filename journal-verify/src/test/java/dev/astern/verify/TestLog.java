package dev.astern.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.Leaf;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.BundleItem;
import dev.astern.journal.bundle.BundleWriter;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.tree.CompactRange;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving;
import dev.astern.journal.tree.Subtree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A log in memory, as an honest gateway would have it; whoever attacks one begins with a copy. */
final class TestLog {
    static final String ORIGIN = "example.com/log";
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    final NoteSigner signer;
    final List<byte[]> leaves = new ArrayList<>();
    final List<List<Disclosure>> disclosures = new ArrayList<>();
    /** What was added, from which the log can be made again, and another one in its place. */
    final List<Said> said = new ArrayList<>();

    private final Map<Subtree, Hash> hashes = new HashMap<>();
    private final Map<String, Leaf> heads = new HashMap<>();
    private final Map<String, Long> lengths = new HashMap<>();
    private final SplittableRandom random;
    private CompactRange range = CompactRange.EMPTY;
    private int actions;

    /** An entry before it has a place; of a session's last one the count is its place's. */
    record Said(
            String session,
            String type,
            @Nullable String action,
            Instant time,
            Map<String, ? extends @Nullable Object> fields,
            List<Disclosure> shown) {
        Said at(Instant other) {
            return new Said(session, type, action, other, fields, shown);
        }

        Said with(String name, Object value) {
            var changed = new HashMap<String, @Nullable Object>(fields);
            changed.put(name, value);
            return new Said(session, type, action, time, changed, shown);
        }
    }

    TestLog(long seed) {
        this(seed, new NoteSigner(ORIGIN, key(1)));
    }

    TestLog(long seed, NoteSigner signer) {
        this.random = new SplittableRandom(seed);
        this.signer = signer;
    }

    static SigningKey key(int first) {
        var seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) first;
        return SigningKey.ofSeed(seed);
    }

    static Cosigner witness(int number) {
        return new Cosigner("w" + number + ".example.com", key(100 + number));
    }

    long size() {
        return leaves.size();
    }

    /** The clock goes on by a second for each entry. */
    Instant now() {
        return START.plusSeconds(leaves.size());
    }

    void open(String session) {
        add(session, "session_opened", null, Map.of("kind", "agent", "agent", agent()), List.of());
    }

    void close(String session) {
        add(session, "session_closed", null, Map.of("how", "expired"), List.of());
    }

    /** An intent and a result with what they disclose. */
    void act(String session, String command) {
        var action = "act_" + ++actions;
        var intent = decided();
        var salary = element("Ada earns " + actions);
        var plain = element("Grace");
        var rows = List.of(Map.of("...", salary.digest()), Map.of("...", plain.digest()));
        add(session, "intent", action, intent, List.of(field("command", command), field("environment", "production")));
        var result = decided();
        result.put("state", "applied");
        result.put("exit_code", 0);
        result.put("effects", Map.of("total", 1, "resources", 1));
        add(
                session,
                "result",
                action,
                result,
                List.of(field("output", Map.of("rows", rows)), field("effects_digest", "abc"), salary, plain));
    }

    private static Map<String, @Nullable Object> agent() {
        var agent = new HashMap<String, @Nullable Object>();
        agent.put("id", "deploy-bot");
        agent.put("version", "1.2");
        agent.put("model", null);
        return agent;
    }

    private static Map<String, @Nullable Object> decided() {
        var body = new HashMap<String, @Nullable Object>();
        body.put("agent", agent());
        body.put("policy", Map.of("id", "builtin", "version", "1", "decision", "allow"));
        body.put("approval", Map.of("required", false));
        body.put("risk_score", 72);
        for (var name : List.of("target", "tool", "verb", "tier", "reversibility")) {
            body.put(name, "x");
        }
        return body;
    }

    Disclosure field(String name, @Nullable Object value) {
        return Disclosure.field(salt(), name, value);
    }

    Disclosure element(@Nullable Object value) {
        return Disclosure.element(salt(), value);
    }

    private byte[] salt() {
        var salt = new byte[16];
        random.nextBytes(salt);
        return salt;
    }

    void add(
            String session,
            String type,
            @Nullable String action,
            Map<String, ? extends @Nullable Object> fields,
            List<Disclosure> shown) {
        add(new Said(session, type, action, now(), fields, shown));
    }

    void add(Said next) {
        said.add(next);
        var body = new HashMap<String, @Nullable Object>(next.fields());
        var named =
                next.shown().stream().filter(each -> each.name().isPresent()).toList();
        if (!named.isEmpty()) {
            body.put("_sd", Disclosure.digests(named));
            body.put("_sd_alg", "sha-256");
        }
        long sequence = lengths.getOrDefault(next.session(), 0L);
        if (next.type().equals("session_closed")) {
            body.put("count", sequence + 1);
        }
        var head = heads.get(next.session());
        var previous = head == null ? Leaf.NONE : head.hash();
        var leaf = Leaf.render(next.session(), sequence, previous, next.type(), next.time(), next.action(), body);
        heads.put(next.session(), leaf);
        lengths.put(next.session(), sequence + 1);
        append(leaf.text().getBytes(UTF_8), next.shown());
    }

    /** Any bytes, as whoever has the database can put them in. */
    void append(byte[] leaf, List<Disclosure> shown) {
        leaves.add(leaf);
        disclosures.add(shown);
        range = range.append(Hash.ofLeaf(leaf), hashes::put);
    }

    Checkpoint checkpoint() {
        return new Checkpoint(ORIGIN, size(), range.root());
    }

    Checkpoint checkpoint(long size) {
        var smaller = CompactRange.EMPTY;
        for (int i = 0; i < size; i++) {
            smaller = smaller.append(Hash.ofLeaf(leaves.get(i)));
        }
        return new Checkpoint(ORIGIN, size, smaller.root());
    }

    Note sign(Checkpoint checkpoint, Cosigner... witnesses) {
        var note = new Note(checkpoint.text(), List.of(signer.sign(checkpoint.text())));
        for (var witness : witnesses) {
            note = note.with(witness.cosign(checkpoint.text(), now()));
        }
        return note;
    }

    List<Hash> inclusion(long index, long size) {
        return switch (new Prover(this::known).inclusion(index, size)) {
            case Proving.Made<InclusionProof>(var proof) -> proof.hashes();
            default -> throw new IllegalStateException("a log knows its own hashes");
        };
    }

    ConsistencyProof consistency(long oldSize) {
        return switch (new Prover(this::known).consistency(oldSize, size())) {
            case Proving.Made<ConsistencyProof>(var proof) -> proof;
            default -> throw new IllegalStateException("a log knows its own hashes");
        };
    }

    private Map<Subtree, Hash> known(Set<Subtree> wanted) {
        return wanted.stream().collect(Collectors.toMap(subtree -> subtree, hashes::get));
    }

    BundleItem item(long index) {
        return new BundleItem(
                index, Bytes.copyOf(leaves.get((int) index)), inclusion(index, size()), disclosures.get((int) index));
    }

    /** The indexes of these sessions' entries. */
    LongStream of(String... sessions) {
        return LongStream.range(0, size()).filter(index -> {
            var text = new String(leaves.get((int) index), UTF_8);
            return List.of(sessions).stream().anyMatch(session -> text.contains("\"session\":\"" + session + "\""));
        });
    }

    BundleHead head(Scope scope, Note checkpoint) {
        return new BundleHead(scope, now(), checkpoint, Optional.empty(), Optional.empty(), List.of());
    }

    /** A bundle of whole sessions. */
    TestBundle bundle(Path scratch, Note checkpoint, String... sessions) {
        var scope = new Scope.Sessions(List.of(sessions).stream().sorted().toList());
        return bundle(scratch, head(scope, checkpoint), of(sessions));
    }

    TestBundle bundle(Path scratch, BundleHead head, LongStream indexes) {
        var zip = new ByteArrayOutputStream();
        try {
            new BundleWriter(scratch).write(head, indexes.mapToObj(this::item).iterator(), zip);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return TestBundle.of(zip.toByteArray());
    }
}
