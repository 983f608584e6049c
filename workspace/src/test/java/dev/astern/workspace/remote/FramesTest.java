package dev.astern.workspace.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static Observed observed() {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put("content", "ü\0\n");
        fields.put("nothing", null);
        var image = new Image(fields);
        return new Observed(
                List.of(new ResourceCount("files", 1, 2, 3)),
                "digest",
                "before",
                List.of(new Effect("files", image, Effect.Kind.UPDATE, image, image)),
                List.of("note"),
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE);
    }

    private interface Send {
        void to(Frames frames) throws IOException;
    }

    private static Frames.Message sent(Send send) throws IOException {
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "sites")), "frames")
                .toAbsolutePath();
        var socket = folder.resolve("s");
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            try (var one = Frames.connect(socket);
                    var other = new Frames(listening.accept())) {
                send.to(one);
                return other.read();
            }
        } finally {
            Files.delete(socket);
            Files.delete(folder);
        }
    }

    @Test
    void what_is_sent_is_what_arrives() throws IOException {
        assertThat(sent(frames -> frames.send("clear", observed())).as(Observed.class))
                .isEqualTo(observed());
        var session = new Asked.For("act_1", new SessionRef("ses_1", Instant.MAX), 5, true);
        assertThat(sent(frames -> frames.send("x", session)).as(Asked.For.class))
                .isEqualTo(session);
        var problem = Problem.of(Reason.HELD, "ask").with("a", "b");
        assertThat(sent(frames -> frames.send("problem", problem)).as(Problem.class))
                .isEqualTo(problem);
    }

    @Test
    void every_case_arrives_as_itself() throws IOException {
        List<@Nullable Object> row = new ArrayList<>();
        row.add("text");
        row.add(null);
        row.add(7);
        row.add(true);
        var result = new Output.Result("tag", 1, List.of(new Output.Column("a", "text")), List.of(row), false);
        var done = new Performance.Committed(observed(), Reads.none(), new Output(3, List.of(result)));
        assertThat(sent(frames -> frames.sendCase("performed", done)).asOneOf(Performance.class))
                .isEqualTo(done);
        var item = new UndoItem("a", "files", null, Effect.Kind.DELETE, UndoResult.KEPT, Reason.KEY_TAKEN, List.of());
        var report = new UndoReport(
                List.of(new UndoReport.Count("files", UndoResult.KEPT, null, 1)), List.of(item), List.of(), "", 1);
        var undone = new UndoPerformance.Applied(report, observed());
        assertThat(sent(frames -> frames.sendCase("undone", undone)).asOneOf(UndoPerformance.class))
                .isEqualTo(undone);
    }
}
