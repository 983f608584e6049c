package dev.astern.web;

import dev.astern.journal.Hashes;
import dev.astern.model.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in at this node's pages. Held in memory only, and neither tokens nor cookies but their hashes: a restart
 * signs everybody out, and what is here opens nothing by itself.
 */
public final class SignIns {
    static final Duration LIFETIME = Duration.ofHours(8);
    private static final int MAX = 1_000;
    private static final String PREFIX = "asw";

    private record SignIn(String tokenHash, Instant until) {}

    private final Ids ids;
    private final Clock clock;
    /** By the cookie's hash; the oldest first. */
    private final Map<String, SignIn> open = new LinkedHashMap<>();

    public SignIns(Ids ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** The secret for the browser's cookie. Where there are too many, the oldest is signed out. */
    synchronized String begin(String token) {
        var now = clock.instant();
        open.values().removeIf(one -> !now.isBefore(one.until()));
        if (open.size() >= MAX) {
            open.remove(open.keySet().iterator().next());
        }
        var secret = ids.token(PREFIX);
        open.put(Hashes.sha256(secret), new SignIn(Hashes.sha256(token), now.plus(LIFETIME)));
        return secret;
    }

    /** The hash of the operator's token behind a cookie, while it lasts. */
    synchronized Optional<String> tokenHash(String secret) {
        return Optional.ofNullable(open.get(Hashes.sha256(secret)))
                .filter(one -> clock.instant().isBefore(one.until()))
                .map(SignIn::tokenHash);
    }

    synchronized void end(String secret) {
        open.remove(Hashes.sha256(secret));
    }
}
