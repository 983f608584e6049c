package dev.astern.journal.bundle;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that a bundle may consist of; there are no others. */
public enum BundleFile {
    /** The digests of all others. */
    MANIFEST("manifest.json", Group.ALWAYS),
    CHECKPOINT("checkpoint", Group.ALWAYS),
    RECEIPTS("receipts.jsonl", Group.ALWAYS),
    PROOFS("proofs.jsonl", Group.ALWAYS),
    DISCLOSURES("disclosures.jsonl", Group.ALWAYS),
    AUDIT_JSON("audit.json", Group.ALWAYS),
    AUDIT_MARKDOWN("audit.md", Group.ALWAYS),
    OLD_CHECKPOINT("checkpoint.old", Group.CONSISTENCY),
    CONSISTENCY("consistency.json", Group.CONSISTENCY),
    TIMESTAMP("timestamp.tsr", Group.TIMESTAMP),
    TIMESTAMP_CHECKPOINT("timestamp.checkpoint", Group.TIMESTAMP),
    TIMESTAMP_CONSISTENCY("timestamp.json", Group.TIMESTAMP),
    ROTATIONS("rotations.jsonl", Group.ROTATIONS);

    /** Either all files of a group are there or none. */
    enum Group {
        ALWAYS,
        CONSISTENCY,
        TIMESTAMP,
        ROTATIONS
    }

    private static final Map<String, BundleFile> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(BundleFile::fileName, Function.identity()));

    private final String fileName;
    private final Group group;

    BundleFile(String fileName, Group group) {
        this.fileName = fileName;
        this.group = group;
    }

    public String fileName() {
        return fileName;
    }

    Group group() {
        return group;
    }

    /** Only exact names: no folders, no other case, nothing that leads elsewhere. */
    public static Optional<BundleFile> of(String fileName) {
        return Optional.ofNullable(BY_NAME.get(fileName));
    }
}
