package dev.astern.journal.remote;

import dev.astern.journal.Bytes;
import java.time.Instant;

/** What became of asking an authority for a time stamp. */
public sealed interface TimestampAnswer {
    /**
     * The token is about what was asked, and its signature fits the certificate in it. Whether that certificate is of
     * anybody whom somebody trusts is for the verifier to say.
     *
     * @param response the whole RFC 3161 response in DER, as it was received
     * @param time that the authority vouches for
     */
    record Stamped(Bytes response, Instant time) implements TimestampAnswer {}

    /** The authority will not stamp this. */
    record Refused(String detail) implements TimestampAnswer {}

    /** The authority can't be asked now. */
    record Unreachable(String detail) implements TimestampAnswer {}

    /** What it answered is not an answer to what was asked. */
    record Bad(Step step, String detail) implements TimestampAnswer {}

    /** The checks of an answer, in their order. */
    enum Step {
        /** HTTP: the status, the content type. */
        TRANSPORT,
        /** It is no response in DER with a token. */
        FORM,
        /** Status, imprint, nonce, or what a token has to say of its signer are not those of the request. */
        CONTENT,
        /** A hash that is no longer safe. */
        ALGORITHM,
        /** The signer's certificate is not in it, is not one for time stamps alone, or was not valid at that time. */
        CERTIFICATE,
        /** The token's signature does not fit the certificate. */
        SIGNATURE
    }
}
