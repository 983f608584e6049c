package dev.astern.connector.resource;

import dev.astern.connector.Call;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Tool;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A system with resources, as whoever connects it has to describe it. Used by many threads at once. What it throws is a
 * bug, except a {@link ProblemException} where that is said; whatever a remote side does is one of the answers.
 */
public interface ResourceSystem extends AutoCloseable {
    /** What agents may call here. */
    List<Tool> tools();

    /** Understands a call without touching the system; what it needs to remember of it is in the answer. */
    Understood understand(Call call);

    /**
     * Answers a call that changes nothing.
     *
     * @throws ProblemException where it has no answer
     */
    Output answer(Object request, Within within);

    /** A resource as it is now. */
    Seen read(Ref ref, Within within);

    /**
     * Asks the system what {@link #send} would come to, where it can tell without doing it; before clearance, so that what
     * is decided about is what will happen.
     */
    default Rehearsed rehearse(Object request, Sending how) {
        return new Rehearsed.Unknown();
    }

    /** Does what was understood. */
    Sent send(Object request, Sending how);

    /** Puts one resource back, if it still is as the restoration says. */
    Sent restore(Restoration restoration, Within within);

    /** Why this can't be put back, as far as that is known without trying. */
    default Optional<Problem> objection(Restoration restoration) {
        return Optional.empty();
    }

    /**
     * The same restoration, now that it is known what else is done with it.
     *
     * @param made what the same undo makes anew, after this
     */
    default Restoration among(Restoration restoration, Set<Ref> made) {
        return restoration;
    }

    /** Whether this only makes up for what was done, because the system can't take it back. */
    default boolean compensates(Restoration restoration) {
        return false;
    }

    /** What it takes to take one change back, now that it is known what was there; it counts where it is the harder. */
    default Reversibility reversibility(Object request, Expected expected, Seen before) {
        return Reversibility.TRIVIALLY_REVERSIBLE;
    }

    /** Whether the fields of a resource can be put back one by one; where not, any change since makes all of it a conflict. */
    default boolean byField(String resource) {
        return true;
    }

    /**
     * What an image that an undo puts together would look like once it is there; for systems in which fields depend on each
     * other, as an empty list does on its entries.
     */
    default Image normal(String resource, Image wanted) {
        return wanted;
    }

    /** Whether a field goes up with each change: then it shows that somebody wrote, and never is again what it was. */
    default boolean counts(String resource, String field) {
        return false;
    }

    /** Whether the system checks the version of a resource and writes it in one step. */
    boolean conditional(String resource);

    /** What to keep with a change, for taking it back; whoever reads it back is {@link #restore}. */
    default String detail(Object request, Ref ref) {
        return "";
    }

    /**
     * Whether what a selection of actions left of a resource has gone where nothing brings it back, as a mail that was sent.
     *
     * @param after what the selection left
     * @param now what is known of it now
     */
    default Amends amends(Ref ref, Image after, Image now) {
        return Amends.NONE;
    }

    /**
     * Makes one new resource that makes up for what has gone, where {@link #amends} said that this is possible. It must not
     * have an effect that could not be taken back: a draft of a correction, not the correction.
     *
     * @param now what is known of what has gone
     * @return where it was done, with what was made
     */
    default Sent amend(Ref ref, Image now, Within within) {
        return new Sent.Refused(Problem.of(Reason.NOT_UNDOABLE, "nothing makes up for it"));
    }

    /** Whether a field's value is kept, compared and put back but never shown. */
    default boolean secret(String resource, String field) {
        return false;
    }

    /** Why the system can't be used now; nothing where it can. */
    Optional<Problem> unreachable(Within within);

    /** Ends what it holds for a session. */
    default void revoke(SessionRef session) {}

    @Override
    void close();
}
