package dev.astern.gateway;

import dev.astern.connector.Problem;
import dev.astern.model.ReceiptDraft;

/** Where actions wait for people. */
public interface HoldDesk {
    /** The receipt that it waits; durable before anybody is asked. */
    ReceiptDraft receipt(String requestId, HeldAction held);

    /** A new request's id. */
    String newId();

    /** People are asked from now on. */
    void ask(String requestId, HeldAction held);

    /** What its caller is told meanwhile. */
    Problem told(String requestId, HeldAction held);
}
