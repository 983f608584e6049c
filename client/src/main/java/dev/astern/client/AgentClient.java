package dev.astern.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An agent's side of Astern: what the session may call, proposals, and what came of them. Safe for use by many threads.
 *
 * <p>Each proposal is sent once. An effect is never repeated by itself: where no answer came, {@link Outcome.Unconfirmed}
 * says so, and the caller may perform the very same proposal again, whose idempotency key gets the first outcome.
 */
public final class AgentClient {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    /** What the way there and the server's own work may take on top of an action's own time. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final AsternClient server;
    private final Duration timeout;
    private final Waiting waiting;

    /**
     * @param server for example {@code http://127.0.0.1:8470}
     * @param token a session's, {@code ass_…}
     */
    public AgentClient(URI server, String token) {
        this(server, token, DEFAULT_TIMEOUT);
    }

    /** @param timeout how long to wait for an answer; for a proposal with a time of its own, that and some seconds */
    public AgentClient(URI server, String token, Duration timeout) {
        this(server, token, timeout, Waiting.REAL);
    }

    AgentClient(URI server, String token, Duration timeout, Waiting waiting) {
        this.server = new AsternClient(server, token);
        this.timeout = timeout;
        this.waiting = waiting;
    }

    /**
     * The session whose token this is.
     *
     * @throws AsternException when the server refuses or can't be reached
     */
    public AgentSession session() {
        return Answers.session(read("/v1/session"));
    }

    /**
     * What the session may call, at all of its targets.
     *
     * @throws AsternException when the server refuses or can't be reached
     */
    public List<OfferedTool> tools() {
        return Answers.tools(read("/v1/tools"));
    }

    /** Proposes an action, once. What goes wrong is an outcome, too; nothing is thrown. */
    public Outcome perform(Proposal proposal) {
        var longest = proposal.timeout().isZero() ? timeout : proposal.timeout().plus(ALLOWANCE);
        var headers = Map.of("Idempotency-Key", proposal.idempotencyKey());
        try {
            var response = server.once("/v1/actions", Answers.bytes(proposal.body()), headers, longest);
            return Outcomes.of(response, server.server());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Outcome.Refused(
                    "unreachable",
                    "no connection to " + server.server() + "; nothing was sent",
                    "Check that the server is up, then perform the proposal again.",
                    "",
                    Map.of());
        } catch (IOException e) {
            return Outcomes.unanswered("no_answer", "the answer did not come, or not in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcomes.unanswered("interrupted", "this thread was interrupted before the answer came");
        }
    }

    /**
     * What came of one of the session's actions.
     *
     * @throws AsternException when the server refuses or can't be reached
     */
    public ActionStatus status(String action) {
        return Answers.status(read("/v1/session/actions/" + Answers.segment(action)));
    }

    /**
     * Waits for people to decide about a held action and for what came of it, or for one that is unconfirmed to be settled.
     * Only reads; a read that fails is repeated.
     *
     * @param atMost how long to wait
     * @return its status when it was settled or time was up, whichever came first: look at {@link ActionState#settled}
     * @throws AsternException when the server refuses to tell, could not be reached until time was up, or the thread was
     *     interrupted
     */
    public ActionStatus await(String action, Duration atMost) {
        var end = waiting.now().plus(atMost);
        var pause = FIRST_PAUSE;
        while (true) {
            var seen = look(action, !waiting.now().isBefore(end));
            var left = Duration.between(waiting.now(), end);
            if (seen.isPresent() && (seen.get().state().settled() || !left.isPositive())) {
                return seen.get();
            }
            pause(left.isPositive() && left.compareTo(pause) < 0 ? left : pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Nothing where the server may answer a moment later. */
    private Optional<ActionStatus> look(String action, boolean last) {
        try {
            return Optional.of(status(action));
        } catch (AsternException e) {
            boolean passing = e.status() == 503
                    || (e.status() == 0 && !Thread.currentThread().isInterrupted());
            if (passing && !last) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void pause(Duration pause) {
        try {
            waiting.pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AsternException(0, "interrupted", "interrupted", "", e);
        }
    }

    private JsonNode read(String path) {
        HttpResponse<String> response;
        try {
            response = server.once(path, null, Map.of(), timeout);
        } catch (IOException e) {
            throw new AsternException(
                    0, "unreachable", "no answer from " + server.server(), "Check that the server is up.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AsternException(0, "interrupted", "interrupted", "", e);
        }
        return Answers.read(response);
    }
}
