package dev.astern.server;

import dev.astern.config.ServerSettings;
import dev.astern.evidence.KeyRotation;
import dev.astern.evidence.SignedEntries;
import dev.astern.journal.signer.LocalSigner;
import dev.astern.journal.signer.SignerException;
import dev.astern.journal.signer.SignerFolder;
import dev.astern.journal.signer.TreeHead;
import dev.astern.model.Ids;
import dev.astern.model.Log;
import dev.astern.storage.LogStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings together the log in the store and the signer on this machine, each with its own memory of what was signed. */
final class JournalOpening {
    private final LogStore store;
    private final ServerSettings.Journal settings;
    private final Ids ids;
    private final Clock clock;

    JournalOpening(LogStore store, ServerSettings.Journal settings, Ids ids, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Opens the log, and its signer where this node has it. */
    @Nullable
    LocalSigner open() {
        var log = store.open(origin(), clock.instant());
        var folder = settings.signer();
        if (folder == null) {
            return null;
        }
        var recover = settings.recover();
        var signer = recover == null || recover.equals(log.origin())
                ? SignerFolder.open(folder, log.origin())
                : recover(folder, log, recover);
        try {
            agree(signer);
            return signer;
        } catch (RuntimeException e) {
            signer.close();
            throw e;
        }
    }

    private String origin() {
        var given = settings.origin();
        return given == null
                ? "localhost/" + ids.next("log").toLowerCase(Locale.ROOT).replace('_', '-')
                : given;
    }

    /** The key in the store and the signer's are the same, or the signer's was handed over to by that one. */
    private void agree(LocalSigner signer) {
        var log = store.current();
        var key = signer.verifierKey().text();
        if (key.equals(log.key())) {
            return;
        }
        boolean first = log.key() == null && signer.lastSigned().equals(TreeHead.EMPTY);
        if (first && store.signedBy(log.id(), null, key)) {
            return;
        }
        if (!KeyRotation.handedOver(signer, log)) {
            throw new IllegalStateException("the signer on this machine has the key " + key
                    + ", but the log " + log.origin() + " is signed with " + log.key()
                    + "; put the signer's folder back, start with --signer=none where another node has it,"
                    + " or with --recover-journal=HOST/LOG where the key is lost");
        }
    }

    private LocalSigner recover(Path folder, Log log, String origin) {
        var lost = lost(folder, log);
        var signer = SignerFolder.startOver(folder, origin);
        store.begin(origin, clock.instant(), lost);
        return signer;
    }

    /** A log that is well is never left: whoever holds a checkpoint of it would see it end. */
    private Log.Lost lost(Path folder, Log log) {
        long kept = store.size(log.id());
        try (var signer = SignerFolder.open(folder, log.origin())) {
            var signed = signer.lastSigned();
            boolean known =
                    log.key() == null || log.key().equals(signer.verifierKey().text());
            boolean well = known && log.halted() == null && SignedEntries.lost(signed, store, log.id()) == null;
            if (well) {
                throw new IllegalArgumentException(
                        "the log " + log.origin() + " has all that was signed; start without --recover-journal");
            }
            return lost(log, Optional.of(signed), kept);
        } catch (SignerException e) {
            // Its keys are lost, or an earlier attempt has begun the new log already; its memory may still be there.
            return lost(log, SignerFolder.remembered(folder, log.origin()), kept);
        }
    }

    private static Log.Lost lost(Log log, Optional<TreeHead> signed, long kept) {
        return new Log.Lost(
                log.origin(),
                signed.map(TreeHead::size).orElse(-1L),
                signed.map(head -> head.root().base64()).orElse(""),
                kept);
    }
}
