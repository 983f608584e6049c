package dev.astern.connector.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.TargetStatus.State;
import dev.astern.connector.testkit.MemoryKeeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    private final FakeServer server = new FakeServer();

    @TempDir
    Path folder = Path.of("");

    private McpInstallation installation() {
        return new McpInstallation(
                () -> new Upstream(new StdioWire(server, 1 << 20), false),
                new Pins(folder.resolve("cards.json")),
                new MemoryKeeping());
    }

    private void changed(String tool) {
        var changed = new LinkedHashMap<>(FakeServer.tool(tool, "id"));
        changed.put("description", "Something else");
        server.tools = List.of(changed, FakeServer.tool("brand_new"));
    }

    @Test
    void definitions_are_pinned_once_and_again_only_when_somebody_says_so() {
        assertThat(installation().status().state()).isEqualTo(State.NOT_INSTALLED);
        assertThat(installation().install().state()).isEqualTo(State.READY);
        changed("get_card");
        var status = installation().install();
        assertThat(status.state()).isEqualTo(State.OUTDATED);
        assertThat(status.findings())
                .filteredOn(
                        finding -> List.of("get_card", "brand_new", "launch").contains(finding.resource()))
                .hasSize(3)
                .extracting(Finding::reason)
                .containsOnly(Reason.DEFINITION_CHANGED);
        assertThat(installation().refresh().state()).isEqualTo(State.READY);
        assertThat(new Pins(folder.resolve("cards.json")).read().orElseThrow())
                .containsOnlyKeys("get_card", "brand_new");
    }

    @Test
    void a_server_that_can_t_be_started_is_said_to_be_unreachable() {
        server.quirk = (request, say) -> {
            say.die();
            return true;
        };
        var status = installation().install();
        assertThat(status.state()).isEqualTo(State.UNREACHABLE);
        assertThat(status.findings()).isNotEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void pins_that_can_t_be_read_are_not_taken_for_none() throws IOException {
        installation().install();
        var file = folder.resolve("cards.json");
        Files.writeString(file, Files.readString(file).substring(5));
        assertThatThrownBy(() -> installation().install()).isInstanceOf(ProblemException.class);
    }

    @Test
    void tools_that_are_not_fit_to_be_offered_are_counted() {
        server.tools = List.of(FakeServer.tool("good"), FakeServer.tool("b\u0430d\u200B"));
        var status = installation().install();
        assertThat(status.resources()).isEqualTo(1);
        assertThat(status.findings()).extracting(Finding::reason).containsExactly(Reason.NOT_ALLOWED);
    }
}
