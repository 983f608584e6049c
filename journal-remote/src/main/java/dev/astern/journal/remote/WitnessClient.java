package dev.astern.journal.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.Quorum;
import dev.astern.journal.witness.AddCheckpoint;
import dev.astern.journal.witness.WitnessAnswer;
import dev.astern.journal.witness.WitnessAnswers;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Asks one witness, as C2SP tlog-witness. Safe for many threads. */
public final class WitnessClient {
    /** Enough for 64 lines of cosignatures, more than a checkpoint may have. */
    private static final int MAX_ANSWER_BYTES = Note.MAX_BYTES;

    private final Http http;
    private final String prefix;
    private final VerifierKey witness;
    private final WitnessAnswers answers;

    /**
     * @param prefix the witness's submission and monitoring prefix, of http or https
     * @param witness the key whose cosignatures are wanted
     */
    public WitnessClient(Http http, URI prefix, VerifierKey witness) {
        if (!Http.isHttp(prefix)) {
            throw new IllegalArgumentException("the prefix of a witness is a URL of http or https");
        }
        this.http = http;
        this.prefix = prefix.toString().replaceFirst("/+$", "");
        this.witness = witness;
        this.answers = new WitnessAnswers(witness);
    }

    public VerifierKey witness() {
        return witness;
    }

    /**
     * Asks for a cosignature. {@link WitnessAnswer.Conflict} asks to be asked again, with a proof from another size.
     *
     * @param request whose checkpoint is one
     */
    public WitnessAnswer add(AddCheckpoint request) {
        if (!(Checkpoint.of(request.checkpoint()) instanceof Parsed.Read<Checkpoint>(var checkpoint))) {
            throw new IllegalArgumentException("expected a checkpoint, found another note: bug");
        }
        var uri = URI.create(prefix + "/add-checkpoint");
        return switch (http.post(uri, "text/plain; charset=utf-8", request.encode(), MAX_ANSWER_BYTES)) {
            case Http.Answer.Received(var status, var type, var body) ->
                answers.read(request, checkpoint.treeSize(), status, type, body.toArray());
            case Http.Answer.Failed(var detail) -> new WitnessAnswer.Unreachable(detail);
        };
    }

    /**
     * Asks which checkpoint of a log it cosigned last, for which nothing has to be signed: what to compare a log with
     * that was restored.
     *
     * @param logKeys the log's, old and new, all of its origin's name: the witness may have seen none of the new one yet
     */
    public LatestAnswer latest(List<VerifierKey> logKeys) {
        if (logKeys.isEmpty()) {
            throw new IllegalArgumentException("a log without keys has no checkpoint that could be believed: bug");
        }
        var origin = logKeys.getFirst().name();
        var hash = Hash.sha256(origin.getBytes(UTF_8)).hex();
        var uri = URI.create(prefix + "/" + hash + "/checkpoint");
        return switch (http.get(uri, MAX_ANSWER_BYTES)) {
            case Http.Answer.Received(var status, var type, var body) ->
                switch (status) {
                    case 200 -> latest(policy(logKeys), origin, body.toArray());
                    case 404 -> new LatestAnswer.None();
                    case 429, 500, 502, 503, 504 -> new LatestAnswer.Unreachable("the witness answered " + status);
                    default -> new LatestAnswer.Bad("no witness answers " + status);
                };
            case Http.Answer.Failed(var detail) -> new LatestAnswer.Unreachable(detail);
        };
    }

    private Policy policy(List<VerifierKey> logKeys) {
        return new Policy(
                logKeys.stream()
                        .map(key -> new Policy.Log(key, Optional.empty()))
                        .toList(),
                List.of(new Policy.Witness(witness.name(), witness, Optional.empty())),
                new Quorum.Witness(witness));
    }

    private static LatestAnswer latest(Policy policy, String origin, byte[] body) {
        return switch (new CheckpointVerifier(policy, Reading.INTEROPERABLE).verify(body)) {
            case CheckpointCheck.Accepted accepted ->
                accepted.checkpoint().origin().equals(origin)
                        ? new LatestAnswer.Known(accepted.checkpoint())
                        : new LatestAnswer.Bad("it is a checkpoint of another log");
            case CheckpointCheck.Rejected(var step, var detail) -> new LatestAnswer.Bad(step + ": " + detail);
        };
    }
}
