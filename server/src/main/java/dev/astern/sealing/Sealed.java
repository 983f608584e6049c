package dev.astern.sealing;

import dev.astern.journal.Bytes;

/** Bytes that only the holder of a key can read. */
public record Sealed(String keyId, Bytes bytes) {}
