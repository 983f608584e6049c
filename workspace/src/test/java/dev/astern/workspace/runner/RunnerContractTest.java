package dev.astern.workspace.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.TestExecution;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.connector.FilesLaboratory;
import dev.astern.workspace.remote.Asked;
import dev.astern.workspace.remote.Frames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole contract through a socket, and what may come over it. */
class RunnerContractTest extends ConnectorContract {
    static final class Remote extends FilesLaboratory {
        private final Runner runner;

        Remote() {
            try {
                runner = RunnerMain.open(
                        Map.of("shop", root),
                        Map.of(),
                        base.resolve("runner"),
                        socket(),
                        Optional.empty(),
                        RecoveryLibrary.shipped());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            try {
                runner.serve();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path socket() {
            return base.resolve("socket");
        }

        @Override
        public Connector reopened() {
            return provider().open(config(Map.of("runner", "unix:" + socket())), lent());
        }

        @Override
        public void close() {
            runner.close();
            super.close();
        }
    }

    @Override
    protected Laboratory open() {
        return new Remote();
    }

    private Remote remote() {
        return (Remote) lab();
    }

    @Test
    void a_command_runs_there_and_its_output_comes_back() {
        var operation = understood(new Call("run_command", Map.of("command", "sh -c pwd")));
        var performance = lab().connector().perform(operation, TestExecution.cleared("act_cmd"));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        assertThat(((Performance.Committed) performance).output().results().toString())
                .contains(remote().root.toString());
    }

    @Test
    void a_session_that_ends_is_told_to_the_runner() {
        lab().connector().revoke(new SessionRef("ses_1", Instant.MAX));
        var status = remote().provider()
                .installation(remote().config(Map.of("runner", "unix:" + remote().socket())), FilesLaboratory.lent())
                .status();
        assertThat(status.state()).isEqualTo(TargetStatus.State.READY);
        assertThat(status.findings().toString()).contains("same user as the server");
    }

    @Test
    void a_runner_that_is_not_there_is_a_refusal() {
        var config = remote().config(Map.of("runner", "unix:" + remote().base.resolve("nobody")));
        try (var connector = remote().provider().open(config, FilesLaboratory.lent())) {
            var resolution = connector.resolve(lab().read("a"));
            assertThat(((Resolution.Refused) resolution).problem().reason()).isEqualTo(Reason.TARGET_UNREACHABLE);
        }
    }

    @Test
    void a_server_that_goes_away_before_it_cleared_an_action_leaves_nothing_in_effect() throws IOException {
        var asked = new Asked.Perform(
                new Asked.Resolve("shop", "write_file", Map.of("path", "a", "content", "x")),
                new Asked.For("act_gone", new SessionRef("ses_1", Instant.MAX), 10_000, false),
                false);
        try (var frames = Frames.connect(remote().socket())) {
            frames.send("perform", asked);
            assertThat(frames.read().kind()).isEqualTo("clear");
        }
        assertThat(lab().connector().settle("act_gone"))
                .isInstanceOf(dev.astern.connector.Settlement.NeverApplied.class);
        assertThat(Files.exists(remote().root.resolve("a"))).isFalse();
    }

    @Test
    void rubbish_on_the_socket_ends_that_connection_alone() throws IOException {
        for (var rubbish : new byte[][] {{1}, {127, -1, -1, -1}, {-1, -1, -1, -1}, {0, 0, 0, 2, '[', ']'}}) {
            try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(remote().socket()))) {
                channel.write(ByteBuffer.wrap(rubbish));
            }
        }
        lab().put("a", Map.of("colour", "red", "size", "1"));
        assertThat(lab().connector().perform(understood(lab().read("a")), TestExecution.cleared("act_r")))
                .isInstanceOf(Performance.Committed.class);
    }
}
