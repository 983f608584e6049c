package dev.astern.connector.resource;

import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import java.util.List;
import java.util.Map;

/** What a system answered to a write. The engine reads afterwards, whatever it says. */
public sealed interface Sent {
    /**
     * It says that it was done.
     *
     * @param made what it made and gave keys to, in the order of the expected resources without one
     * @param as what it answered of the resources that it wrote, as it left them; only what it really said
     * @param versions that it answered of them; a read that finds the same one sees what the write left, and nothing else
     */
    record Done(Output output, List<Ref> made, Map<Ref, Image> as, Map<Ref, String> versions) implements Sent {
        public Done {
            made = List.copyOf(made);
            as = Map.copyOf(as);
            versions = Map.copyOf(versions);
        }

        public Done(Output output) {
            this(output, List.of(), Map.of(), Map.of());
        }
    }

    /** It says that it was not done: the request was wrong, not allowed, or its condition did not hold. */
    record Refused(Problem problem) implements Sent {}

    /** The request never reached the system; that is certain. */
    record Undelivered(Problem problem) implements Sent {}

    /**
     * It may have been done.
     *
     * @param answered whether an answer came, so that nothing of the request is under way any more
     */
    record Doubtful(Problem problem, boolean answered) implements Sent {}
}
