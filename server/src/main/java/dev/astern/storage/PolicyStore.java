package dev.astern.storage;

import dev.astern.model.KeptPolicy;
import dev.astern.model.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies that were ever in force, and which of them is. */
public interface PolicyStore {
    /** The digest of the one in force; empty while nobody has put any there. */
    Optional<String> inForce();

    Optional<KeptPolicy> byDigest(String digest);

    /** Puts one in force from now on; the same may be put again. */
    void put(KeptPolicy policy);

    /** Latest first; one that was put again is there again. */
    Page<KeptPolicy> page(@Nullable String from, int limit);
}
