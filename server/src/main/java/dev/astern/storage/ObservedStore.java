package dev.astern.storage;

import dev.astern.model.ObservedCall;
import java.util.Optional;

/** Which calls were let go to be done elsewhere. What is written is durable when the method returns. */
public interface ObservedStore {
    /** Lets a call go; false where its action was fenced or let go before, or the session has such a call. */
    boolean allow(ObservedCall call);

    Optional<ObservedCall> byAction(String actionId);

    Optional<ObservedCall> byCall(String sessionId, String call);

    /** The call of an action that was let go; where it was not, it never will be. */
    Optional<ObservedCall> fence(String actionId);
}
