package dev.astern.verify;

import java.util.Locale;

/** The steps of verifying a bundle, in their order. Their codes are for programs and stay what they are. */
public enum Step {
    /** The container, and which files are in it. */
    FILES,
    MANIFEST,
    /** Each file is the one that the manifest names. */
    DIGESTS,
    /** The checkpoint is the log's, and a quorum of witnesses cosigned it. */
    CHECKPOINT,
    /** Each receipt is an entry in its one form. */
    RECEIPTS,
    /** Each receipt is in the tree of the checkpoint. */
    INCLUSION,
    /** The receipts are all that the bundle claims to have. */
    COMPLETENESS,
    /** Each disclosure belongs to its receipt. */
    DISCLOSURES,
    /** The tree begins with that of an older checkpoint. */
    CONSISTENCY,
    /** An authority has seen the log at a time. */
    TIMESTAMP,
    /** Each key of the log handed over to the next. */
    ROTATIONS,
    /** The audit files say what the receipts say. */
    AUDIT;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
