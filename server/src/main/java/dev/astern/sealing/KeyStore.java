package dev.astern.sealing;

import dev.astern.journal.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Wrapped keys, apart from what they seal. */
public interface KeyStore {
    /** @param wrapped by the master key */
    record WrappedKey(String id, String scope, Bytes wrapped) {}

    /** The scope's key; the given one when it has none yet. Whichever of several nodes asks, they get the same. */
    WrappedKey currentOr(WrappedKey fresh, Instant now);

    /** Empty when it was destroyed, or never was. */
    Optional<WrappedKey> byId(String id);

    /** The ids of the keys of scopes. */
    List<String> ofScopes(List<String> scopes);
}
