package dev.astern.journal.bundle;

import dev.astern.journal.Flaw;

/** What became of opening a bundle. */
public sealed interface BundleOpening {
    record Opened(BundleSource source) implements BundleOpening {}

    record Refused(Flaw flaw) implements BundleOpening {}
}
