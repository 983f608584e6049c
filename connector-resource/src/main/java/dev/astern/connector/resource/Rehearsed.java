package dev.astern.connector.resource;

import dev.astern.connector.Problem;
import java.util.Map;

/** What a system said when it was asked what a write would come to. Nothing was written. */
public sealed interface Rehearsed {
    /**
     * It would come to this.
     *
     * @param as the resources as they would be; one that is not named is expected to be as the call says
     */
    record Would(Map<Ref, Seen> as) implements Rehearsed {
        public Would {
            as = Map.copyOf(as);
        }
    }

    /** It would be refused. */
    record Refused(Problem problem) implements Rehearsed {}

    /** The system has no way to tell. */
    record Unknown() implements Rehearsed {}
}
