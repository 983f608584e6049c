package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Parsed;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.Quorum;
import dev.astern.journal.remote.Http;
import dev.astern.journal.remote.LatestAnswer;
import dev.astern.journal.remote.WitnessClient;
import dev.astern.journal.signer.TreeHead;
import dev.astern.journal.tile.TileHashes;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving;
import dev.astern.journal.witness.AddCheckpoint;
import dev.astern.journal.witness.WitnessAnswer;
import dev.astern.model.Log;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.LogStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has the log's checkpoints cosigned by others, who would not cosign a second history of it. */
public final class Witnesses implements AutoCloseable {
    private static final int ATTEMPTS = 2;

    private final LogStore store;
    private final Quorum quorum;
    private final List<WitnessClient> clients;
    private final Http http;
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();

    /** @param policy whose witnesses have URLs; those without are asked by somebody else */
    public Witnesses(LogStore store, Policy policy, Http http) {
        this.store = store;
        this.quorum = policy.quorum();
        this.http = http;
        this.clients = policy.witnesses().stream()
                .flatMap(witness ->
                        witness.url().stream().map(url -> new WitnessClient(http, URI.create(url), witness.key())))
                .toList();
    }

    /** What a round of asking came to. */
    sealed interface Round {
        /**
         * @param quorum whether enough have cosigned
         * @param troubles what others answered
         */
        record Asked(boolean quorum, List<String> troubles) implements Round {}

        /** A witness has seen another history of this log. */
        record Fork(String why) implements Round {}
    }

    /** What is known before anything is signed. */
    sealed interface Before {
        /** No witness that could be asked has seen more than the store has. */
        record Clear() implements Before {}

        record Lost(String why) implements Before {}

        /** Nobody could be asked. */
        record Unknown(String why) implements Before {}
    }

    /** Whether a witness has seen entries that the store does not have; to be asked before anything is signed. */
    Before before(Log log) {
        var keys = keys(log);
        var troubles = new ArrayList<String>();
        var answered = new HashSet<VerifierKey>();
        for (var client : keys.isEmpty() ? List.<WitnessClient>of() : clients) {
            switch (client.latest(keys)) {
                case LatestAnswer.Known(var checkpoint) -> {
                    var seen = new TreeHead(checkpoint.treeSize(), checkpoint.rootHash());
                    var lost = SignedEntries.lost(seen, store, log.id());
                    if (lost != null) {
                        return new Before.Lost("as witness " + client.witness().name() + " knows, " + lost);
                    }
                    answered.add(client.witness());
                }
                case LatestAnswer.None none -> answered.add(client.witness());
                case LatestAnswer.Unreachable(var detail) ->
                    troubles.add(client.witness().name() + ": " + detail);
                case LatestAnswer.Bad(var detail) ->
                    troubles.add(client.witness().name() + ": " + detail);
            }
        }
        boolean enough = quorum.isMetBy(answered) && (!answered.isEmpty() || clients.isEmpty());
        return enough || keys.isEmpty()
                ? new Before.Clear()
                : new Before.Unknown("not enough witnesses could be asked whether entries were lost: " + troubles);
    }

    /** The log's key and those before it; none when nothing was ever signed. */
    private List<VerifierKey> keys(Log log) {
        var texts = new ArrayList<>(store.formerKeys(log.id()));
        if (log.key() != null) {
            texts.addFirst(log.key());
        }
        return texts.stream()
                .flatMap(text -> VerifierKey.parse(text) instanceof Parsed.Read<VerifierKey>(var key)
                        ? Stream.of(key)
                        : Stream.of())
                .toList();
    }

    /** Asks all witnesses to cosign a checkpoint, and keeps what they answer. */
    Round ask(SignedCheckpoint checkpoint) {
        var cosigned = new HashSet<VerifierKey>();
        var troubles = new ArrayList<String>();
        for (var client : clients) {
            var answer = ask(client, checkpoint);
            switch (answer) {
                case WitnessAnswer.Cosigned(var signature, var seen) -> {
                    store.cosign(
                            checkpoint.log(),
                            checkpoint.size(),
                            client.witness().name(),
                            signature.line());
                    cosigned.add(client.witness());
                }
                case WitnessAnswer.Ahead(var size) -> {
                    return new Round.Fork("witness " + client.witness().name() + " has seen " + size
                            + " entries of this log, which now has " + checkpoint.size());
                }
                case WitnessAnswer.Refused(var why)
                when why == WitnessAnswer.Why.INCONSISTENT -> {
                    return new Round.Fork(
                            "witness " + client.witness().name() + " has seen another history of this log");
                }
                default -> troubles.add(client.witness().name() + ": " + answer);
            }
        }
        return new Round.Asked(quorum.isMetBy(cosigned), troubles);
    }

    private WitnessAnswer ask(WitnessClient client, SignedCheckpoint checkpoint) {
        var name = client.witness().name();
        WitnessAnswer answer = new WitnessAnswer.Unreachable("not asked");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long from = Math.min(sizes.getOrDefault(name, 0L), checkpoint.size());
            var proof = proof(from, checkpoint);
            if (proof.isEmpty()) {
                return new WitnessAnswer.Bad("the store lacks hashes of its tree");
            }
            answer = client.add(new AddCheckpoint(from, proof.get().hashes(), note(checkpoint)));
            switch (answer) {
                case WitnessAnswer.Cosigned cosigned -> sizes.put(name, checkpoint.size());
                case WitnessAnswer.Conflict(var size) -> {
                    sizes.put(name, size);
                    continue;
                }
                default -> {}
            }
            return answer;
        }
        return answer;
    }

    private Optional<ConsistencyProof> proof(long from, SignedCheckpoint to) {
        var prover = new Prover(new TileHashes(paths -> store.tiles(to.log(), paths), to.size()));
        return prover.consistency(from, to.size()) instanceof Proving.Made<ConsistencyProof>(var proof)
                ? Optional.of(proof)
                : Optional.empty();
    }

    private static Note note(SignedCheckpoint checkpoint) {
        if (Note.parse(checkpoint.note().getBytes(UTF_8)) instanceof Parsed.Read<Note>(var note)) {
            return note;
        }
        throw new IllegalStateException("the store holds a malformed checkpoint of size " + checkpoint.size());
    }

    /** Whether enough have cosigned a checkpoint, whichever node asked them. */
    boolean seen(SignedCheckpoint checkpoint) {
        var names = store.cosignatures(checkpoint.log(), checkpoint.size()).keySet();
        var keys = clients.stream()
                .map(WitnessClient::witness)
                .filter(key -> names.contains(key.name()))
                .collect(Collectors.toSet());
        return quorum.isMetBy(keys);
    }

    /** Whether there is anybody whose word is waited for. */
    boolean needed() {
        return !(quorum instanceof Quorum.None);
    }

    @Override
    public void close() {
        http.close();
    }
}
