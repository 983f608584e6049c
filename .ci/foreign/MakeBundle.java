import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.Leaf;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.BundleItem;
import dev.astern.journal.bundle.BundleWriter;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.remote.Http;
import dev.astern.journal.remote.TimestampAnswer.Stamped;
import dev.astern.journal.remote.TimestampClient;
import dev.astern.journal.remote.WitnessClient;
import dev.astern.journal.signer.LocalSigner;
import dev.astern.journal.signer.SignerFolder;
import dev.astern.journal.signer.Signing;
import dev.astern.journal.tree.CompactRange;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving.Made;
import dev.astern.journal.tree.Subtree;
import dev.astern.journal.witness.AddCheckpoint;
import dev.astern.journal.witness.WitnessAnswer.Cosigned;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log of two sessions, with a change of keys and a key of ML-DSA, with a witness and a time stamp, and a bundle of it.
 *
 * <p>Arguments: FOLDER WITNESS-JAR TSA-URL. In the folder there are then {@code bundle.zip}, and what an outsider has
 * to trust: {@code log-key}, the log's first one, its {@code second-key}, and {@code
 * witness-key}.
 */
final class MakeBundle {
    private static final String ORIGIN = "journal.example/log";
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Entry(Leaf leaf, List<Disclosure> disclosures) {}

    private final LocalSigner signer;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Leaf> heads = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<Subtree, Hash> hashes = new HashMap<>();
    private CompactRange tree = CompactRange.EMPTY;

    private MakeBundle(LocalSigner signer) {
        this.signer = signer;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var folder = Path.of(arguments[0]);
        try (var signer = SignerFolder.open(folder.resolve("signer"), ORIGIN)) {
            Files.writeString(folder.resolve("log-key"), signer.verifierKey().text() + "\n");
            Files.writeString(folder.resolve("second-key"), signer.addSecondKey(RANDOM).text() + "\n");
            new MakeBundle(signer).write(folder, arguments[1], URI.create(arguments[2]));
        }
    }

    private void write(Path folder, String witnessJar, URI authority) throws IOException, InterruptedException {
        session("ses_one", 20);
        session("ses_two", 3);
        var firstKey = signer.verifierKey();
        var old = sign();
        rotate();
        var witness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", witnessJar,
                        "--name", "witness.example/w1", "--key", folder.resolve("witness.pem").toString(),
                        "--state", folder.resolve("witness").toString(), "--port", "0",
                        "--log", firstKey.text(), "--log", signer.verifierKey().text())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var says = witness.inputReader(UTF_8);
                var http = new Http(Duration.ofSeconds(30))) {
            var key = says.readLine();
            Files.writeString(folder.resolve("witness-key"), key + "\n");
            var trusted = ((Parsed.Read<VerifierKey>) VerifierKey.parse(key)).value();
            var client = new WitnessClient(http, URI.create(says.readLine()), trusted);
            cosign(client, 0, old);
            finish(folder, old, client, new TimestampClient(http, authority, RANDOM));
        } finally {
            witness.destroyForcibly().waitFor();
        }
    }

    private void finish(Path folder, Note old, WitnessClient client, TimestampClient authority) throws IOException {
        session("ses_two", 10);
        var stamped = sign();
        var stamp = (Stamped) authority.stamp(stamped.encode());
        session("ses_one", 15);
        close("ses_one");
        var checkpoint = cosign(client, size(old), sign());
        var head = new BundleHead(
                new Scope.Sessions(List.of("ses_one", "ses_two")),
                Instant.now(),
                checkpoint,
                Optional.of(new BundleHead.Old(old, proof(size(old), tree.size()))),
                Optional.of(new BundleHead.TimeStamp(
                        stamp.response(), stamped, proof(size(stamped), tree.size()))),
                signer.rotations());
        try (var out = Files.newOutputStream(folder.resolve("bundle.zip"))) {
            new BundleWriter(folder).write(head, items().iterator(), out);
        }
    }

    /** Opens it, or goes on with it: actions with what they were about in disclosures. */
    private void session(String id, int actions) {
        if (!heads.containsKey(id)) {
            add(id, "session_opened", null, Map.of("kind", "agent", "targets", List.of("shop")), List.of());
        }
        for (int i = 0; i < actions; i++) {
            var action = "act_" + entries.size();
            var disclosures = List.of(
                    Disclosure.field(salt(), "command", "UPDATE ü SET \u2028 = '" + i + "' -- \u0007"),
                    Disclosure.field(salt(), "environment", Map.of("HOME", "/", "LANG", "de_DE.UTF-8")));
            add(id, "intent", action, Map.of(
                    "agent", Map.of("id", "agent", "version", "1", "prompt", "", "model", "", "tools", ""),
                    "target", "shop",
                    "tool", "sql",
                    "verb", "update",
                    "tier", "write",
                    "reversibility", "undoable",
                    "policy", Map.of("id", "none", "version", "0", "digest", "", "decision", "allow"),
                    "approval", Map.of("required", false)), disclosures);
            var output = List.of(Disclosure.element(salt(), "row " + i), Disclosure.element(salt(), "row"));
            var elements = output.stream().map(row -> Map.of("...", row.digest())).toList();
            var all = new ArrayList<>(output);
            all.add(Disclosure.field(salt(), "output", elements));
            add(id, "result", action, Map.of("state", "succeeded", "exit_code", 0), all);
        }
    }

    private void close(String id) {
        add(id, "session_closed", null, Map.of("count", counts.get(id) + 1, "how", "ended"), List.of());
    }

    private void rotate() {
        var old = signer.verifierKey().text();
        var statement = new String(signer.rotate(RANDOM).encode(), UTF_8);
        add(
                "log",
                "key_rotation",
                null,
                Map.of("old", old, "new", signer.verifierKey().text(), "statement", statement),
                List.of());
    }

    private static byte[] salt() {
        var salt = new byte[Disclosure.SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    private void add(String session, String type, String action, Map<String, Object> fields, List<Disclosure> disclosures) {
        var body = new HashMap<>(fields);
        var members = disclosures.stream().filter(disclosure -> disclosure.name().isPresent()).toList();
        if (!members.isEmpty()) {
            body.put("_sd", Disclosure.digests(members));
            body.put("_sd_alg", "sha-256");
        }
        long sequence = counts.merge(session, 1L, Long::sum) - 1;
        var previous = sequence == 0 ? Leaf.NONE : heads.get(session).hash();
        var time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(entries.size());
        var leaf = Leaf.render(session, sequence, previous, type, time, action, body);
        heads.put(session, leaf);
        entries.add(new Entry(leaf, disclosures));
        tree = tree.append(Hash.ofLeaf(leaf.text().getBytes(UTF_8)), hashes::put);
    }

    private Note sign() {
        var checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
        var signing = signer.sign(checkpoint, proof(signer.lastSigned().size(), tree.size()));
        if (signing instanceof Signing.Signed(var note)) {
            return note;
        }
        throw new IllegalStateException(signing.toString());
    }

    private Note cosign(WitnessClient client, long oldSize, Note note) {
        var answer = client.add(new AddCheckpoint(oldSize, proof(oldSize, size(note)).hashes(), note));
        if (answer instanceof Cosigned(var signature, var seen)) {
            return note.with(signature);
        }
        throw new IllegalStateException(answer.toString());
    }

    private static long size(Note note) {
        return ((Parsed.Read<Checkpoint>) Checkpoint.of(note)).value().treeSize();
    }

    private ConsistencyProof proof(long oldSize, long newSize) {
        return ((Made<ConsistencyProof>) new Prover(wanted -> hashes).consistency(oldSize, newSize)).proof();
    }

    private List<BundleItem> items() {
        var items = new ArrayList<BundleItem>();
        for (int i = 0; i < entries.size(); i++) {
            var proof = ((Made<InclusionProof>) new Prover(wanted -> hashes).inclusion(i, tree.size())).proof();
            var entry = entries.get(i);
            items.add(new BundleItem(
                    i, Bytes.copyOf(entry.leaf().text().getBytes(UTF_8)), proof.hashes(), entry.disclosures()));
        }
        return items;
    }
}
