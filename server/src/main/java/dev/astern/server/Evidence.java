package dev.astern.server;

import dev.astern.config.EvidenceSettings;
import dev.astern.evidence.Acts;
import dev.astern.evidence.Assurance;
import dev.astern.evidence.CheckpointAssurance;
import dev.astern.evidence.Checkpoints;
import dev.astern.evidence.Erasures;
import dev.astern.evidence.EvidenceLog;
import dev.astern.evidence.EvidenceSteps;
import dev.astern.evidence.Exports;
import dev.astern.evidence.Holds;
import dev.astern.evidence.JournalStatus;
import dev.astern.evidence.KeyRotation;
import dev.astern.evidence.Proofs;
import dev.astern.evidence.PublishedLog;
import dev.astern.evidence.Recorder;
import dev.astern.evidence.Recovery;
import dev.astern.evidence.Retention;
import dev.astern.evidence.Stamper;
import dev.astern.evidence.Witnesses;
import dev.astern.evidence.Witnessing;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.remote.Http;
import dev.astern.journal.signer.Signer;
import dev.astern.model.Ids;
import dev.astern.sealing.Vault;
import dev.astern.storage.Stores;
import dev.astern.target.Targets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that makes the journal evidence, put together. */
public final class Evidence {
    private static final Duration RETENTION_EVERY = Duration.ofHours(1);

    private final Checkpoints checkpoints;
    private final @Nullable Witnessing witnessing;
    private final @Nullable Stamper stamping;
    private final Recovery recovery;
    private final PublishedLog published;
    private final Proofs proofs;
    private final Acts acts;
    private final Holds holds;
    private final Erasures erasures;
    private final Retention retention;
    private final KeyRotation rotation;
    private final JournalStatus status;
    private final Exports exports;
    private final Clock clock;
    private Instant retentionDue;

    Evidence(
            Stores stores,
            Vault vault,
            Recorder recorder,
            @Nullable Signer signer,
            @Nullable Policy policy,
            @Nullable URI timeAuthority,
            Consumer<List<String>> destroyedKeys,
            Targets targets,
            EvidenceSettings settings,
            Ids ids,
            Clock clock,
            EvidenceSteps steps,
            EvidenceLog log) {
        this.clock = clock;
        this.retentionDue = clock.instant();
        var current = stores.log().current();
        var witnesses =
                policy == null ? null : new Witnesses(stores.log(), policy, new Http(settings.witnessedWithin()));
        checkpoints = new Checkpoints(current, stores.log(), signer, witnesses, settings, clock, steps, log);
        witnessing = witnesses == null
                ? null
                : new Witnessing(current, stores.log(), witnesses, signer != null, settings, checkpoints::halt, log);
        stamping = timeAuthority == null || signer == null
                ? null
                : new Stamper(stores.log(), timeAuthority, settings.stampEvery(), log);
        recovery = new Recovery(stores.log(), recorder, clock);
        published = new PublishedLog(stores.log());
        proofs = new Proofs(stores.journal(), stores.log(), witnessing);
        acts = new Acts(recorder, clock);
        holds = new Holds(stores.erasures(), stores.sessions(), ids, clock);
        erasures = new Erasures(
                stores.erasures(),
                stores.keys(),
                stores.sessions(),
                holds,
                vault,
                recorder,
                destroyedKeys,
                targets,
                ids,
                clock);
        retention = new Retention(stores.erasures(), erasures, settings.retain(), clock);
        exports = new Exports(stores.journal(), stores.log(), proofs, checkpoints, clock, scratch());
        status = new JournalStatus(stores.log(), checkpoints);
        rotation = new KeyRotation(signer, stores.log(), recorder, clock);
    }

    void start() {
        checkpoints.start();
        recovery.enter();
        rotation.catchUp();
        if (witnessing != null) {
            witnessing.start();
        }
        if (stamping != null) {
            stamping.start();
        }
    }

    void keepHouse() {
        erasures.finish();
        if (!clock.instant().isBefore(retentionDue) && retention.run() == 0) {
            retentionDue = clock.instant().plus(RETENTION_EVERY);
        }
    }

    void close() {
        if (stamping != null) {
            stamping.close();
        }
        if (witnessing != null) {
            witnessing.close();
        }
        checkpoints.close();
    }

    Assurance assurance() {
        return new CheckpointAssurance(checkpoints, witnessing);
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    public PublishedLog published() {
        return published;
    }

    public Proofs proofs() {
        return proofs;
    }

    public Acts acts() {
        return acts;
    }

    public Holds holds() {
        return holds;
    }

    public Erasures erasures() {
        return erasures;
    }

    private static Path scratch() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    public Exports exports() {
        return exports;
    }

    public JournalStatus status() {
        return status;
    }

    public KeyRotation rotation() {
        return rotation;
    }
}
