package dev.astern.workspace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.Installation;
import dev.astern.connector.Performance;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.testkit.TestExecution;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.mirror.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workspace is copied once before commands run in it: what everybody sees meanwhile. */
class FirstCopyTest {
    private static final Map<String, String> MIRROR = Map.of("mode", "mirror");

    private FilesLaboratory lab;
    private WorkspaceProvider provider;
    private Connector connector;
    private Installation installation;
    private final Gate gate = new Gate();

    /** Stops the copy after some paths. */
    private static final class Gate implements Consumer<Progress> {
        final Semaphore allowed = new Semaphore(0);
        final Semaphore arrived = new Semaphore(0);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void accept(Progress progress) {
            if (open.getCount() > 0) {
                arrived.release();
                allowed.acquireUninterruptibly();
            }
        }

        void let(int paths) {
            allowed.release(paths);
        }

        void opened() {
            open.countDown();
            allowed.release(1_000_000);
        }
    }

    @BeforeEach
    void open() {
        lab = new FilesLaboratory();
        start();
    }

    private void start() {
        provider = new WorkspaceProvider(
                lab.base.resolve("data"), Clock.systemUTC(), RecoveryLibrary.shipped(), root -> gate);
        connector = provider.open(lab.config(MIRROR), FilesLaboratory.lent());
        installation = provider.installation(lab.config(MIRROR), FilesLaboratory.lent());
    }

    @AfterEach
    void close() {
        gate.opened();
        connector.close();
        provider.close();
        lab.close();
    }

    private Performance performed(String id, Duration timeout, String tool, Map<String, Object> arguments) {
        var resolved = (Resolution.Resolved) connector.resolve(new Call(tool, arguments));
        return connector.perform(
                resolved.operation(), new TestExecution(id, timeout, observed -> new Clearance.Commit()));
    }

    private Performance command(String id, Duration timeout) {
        return performed(id, timeout, "run_command", Map.of("argv", List.of("sh", "-c", "echo 2 > a")));
    }

    @Test
    void its_progress_is_in_the_status_and_commands_wait_for_it() throws IOException {
        Files.writeString(lab.root.resolve("a"), "1234");
        Files.writeString(lab.root.resolve("b"), "12");
        Files.writeString(lab.root.resolve("c"), "1");
        assertThat(installation.status().state()).isEqualTo(TargetStatus.State.PREPARING);
        gate.arrived.acquireUninterruptibly();
        gate.let(1);
        gate.arrived.acquireUninterruptibly();
        var status = installation.status();
        assertThat(status.state()).isEqualTo(TargetStatus.State.PREPARING);
        assertThat(status.product()).contains("mirror");
        assertThat(status.findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo(Reason.TARGET_PREPARING);
            assertThat(finding.detail()).contains("2 of 3 files and folders, 6 of 7 bytes");
            assertThat(finding.next()).contains("try again");
        });
        var early = (Performance.Failed) command("act_1", Duration.ofMillis(1));
        assertThat(early.problem().reason()).isEqualTo(Reason.TARGET_PREPARING);
        assertThat(early.problem().detail()).contains("2 of 3");
        assertThat(Files.readString(lab.root.resolve("a"))).isEqualTo("1234");
        // File tools capture for themselves.
        assertThat(performed("act_2", Duration.ofSeconds(20), "write_file", Map.of("path", "c", "content", "2")))
                .isInstanceOf(Performance.Committed.class);
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                ProblemException.class, () -> installation.prune(Instant.now(), false))
                        .problem()
                        .reason())
                .isEqualTo(Reason.TARGET_PREPARING);
        gate.opened();
        assertThat(command("act_3", Duration.ofMinutes(1))).isInstanceOf(Performance.Committed.class);
        assertThat(installation.status().state()).isEqualTo(TargetStatus.State.READY);
    }

    @Test
    void it_ends_when_its_target_is_removed_and_goes_on_from_there() throws Exception {
        for (int i = 0; i < 2_100; i++) {
            Files.writeString(lab.root.resolve("f" + i), "content " + i);
        }
        installation.status();
        gate.arrived.acquireUninterruptibly();
        gate.let(2_049);
        gate.arrived.acquireUninterruptibly(2_049);
        var removal = Thread.ofVirtual().start(installation::abandon);
        // It is ended while it is at this path, and sees no other.
        while (removal.isAlive() && removal.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        gate.let(1);
        removal.join();
        assertThat(gate.arrived.availablePermits()).isZero();
        var index = lab.base.resolve("data/workspaces/shop/mirror/index");
        assertThat(Files.readAllLines(index)).hasSize(2_000);

        gate.opened();
        provider.close();
        start();
        assertThat(performed(
                        "act_1",
                        Duration.ofMinutes(1),
                        "run_command",
                        Map.of("argv", List.of("sh", "-c", "rm f0 f7 f2099"))))
                .isInstanceOf(Performance.Committed.class);
        assertThat(Files.readAllLines(index)).hasSize(2_103);
    }
}
