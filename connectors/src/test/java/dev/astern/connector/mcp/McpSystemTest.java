package dev.astern.connector.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceOperation;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.connector.testkit.TestExecution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class McpSystemTest {
    private final FakeServer server = new FakeServer();

    private ResourceOperation understood(Call call, String... reads) {
        var system = CardLaboratory.system(server, CardEntries.touching(), CardLaboratory.settings(reads));
        var understood = system.understand(call);
        assertThat(understood).isInstanceOf(Understood.Doable.class);
        return new ResourceOperation((Understood.Doable) understood);
    }

    private void says(String tool, String where, Map<String, Object> said) {
        server.tools = server.tools.stream()
                .map(known -> {
                    if (!tool.equals(known.get("name"))) {
                        return known;
                    }
                    var changed = new LinkedHashMap<>(known);
                    changed.put(where, said);
                    return (Map<String, Object>) changed;
                })
                .toList();
    }

    private static Call title() {
        return new Call("set_title", Map.of("id", "a", "title", "x"));
    }

    @Test
    void what_an_entry_describes_is_classed_by_it() {
        var operation = understood(title());
        assertThat(operation.tier()).isEqualTo(Tier.WRITE);
        assertThat(operation.reversibility()).isEqualTo(Reversibility.REVERSIBLE_WITH_STATE);
        assertThat(operation.resources()).containsExactly("card");
        assertThat(operation.form()).isEqualTo(new Form.Mcp("cards", "set_title", Map.of("id", "a", "title", "x")));
    }

    @Test
    void what_no_entry_describes_is_the_worst_whatever_it_says_of_itself() {
        says("launch", "annotations", Map.of("readOnlyHint", true, "destructiveHint", false, "reversible", true));
        var operation = understood(new Call("launch", Map.of()));
        assertThat(operation.tier()).isEqualTo(Tier.DESTRUCTIVE);
        assertThat(operation.reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
    }

    @Test
    void what_an_operator_says_reads_is_a_read() {
        assertThat(understood(new Call("launch", Map.of()), "launch").tier()).isEqualTo(Tier.READ);
    }

    @Test
    void hints_make_a_tool_stricter_and_never_milder() {
        says("set_title", "annotations", Map.of("readOnlyHint", true, "idempotentHint", true));
        assertThat(understood(title()).tier()).isEqualTo(Tier.WRITE);
        says("set_title", "annotations", Map.of("destructiveHint", true));
        assertThat(understood(title()).tier()).isEqualTo(Tier.DESTRUCTIVE);
        says("get_card", "annotations", Map.of("readOnlyHint", false));
        var read = understood(new Call("get_card", Map.of("id", "a")));
        assertThat(read.tier()).isEqualTo(Tier.DESTRUCTIVE);
        assertThat(read.reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
    }

    @Test
    void proposed_metadata_about_recovery_makes_a_tool_stricter_and_never_milder() {
        says("set_title", "_meta", Map.of("dev.example/reversibility", "irreversible"));
        assertThat(understood(title()).reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
        says("set_title", "_meta", Map.of("dev.example/recovery", Map.of("reversible", false)));
        assertThat(understood(title()).reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
        says("set_title", "_meta", Map.of("dev.example/reversibility", "trivially-reversible", "tier", "read"));
        var operation = understood(title());
        assertThat(operation.reversibility()).isEqualTo(Reversibility.REVERSIBLE_WITH_STATE);
        assertThat(operation.tier()).isEqualTo(Tier.WRITE);
    }

    @Test
    void people_see_every_character_of_a_call() {
        var operation = understood(new Call("set_title", Map.of("id", "a", "title", "pay\u202E\u200B\u001B[2J 10")));
        assertThat(operation.command() + operation.summary())
                .matches("[ -~]*")
                .containsIgnoringCase("\\u202e")
                .containsIgnoringCase("\\u001b");
    }

    @Test
    void nothing_is_called_before_definitions_are_pinned() {
        var upstream = new Upstream(new StdioWire(server, 1 << 20), false);
        var system = new McpSystem(
                CardLaboratory.settings(), CardEntries.touching(), new Tools("cards", upstream, Optional.empty()));
        assertThat(system.tools()).isEmpty();
        assertThat(system.understand(title()))
                .isInstanceOfSatisfying(
                        Understood.Refused.class,
                        refused -> assertThat(refused.problem().reason()).isEqualTo(Reason.TARGET_NOT_READY));
        assertThat(server.starts).hasValue(0);
    }

    @Test
    void an_unknown_tool_that_says_it_failed_is_left_in_doubt() {
        server.next = dev.astern.connector.testkit.Laboratory.Fault.FAIL;
        var system = CardLaboratory.system(server, CardEntries.touching(), CardLaboratory.settings());
        try (var connector = new ResourceConnector(system, new MemoryKeeping())) {
            var performance =
                    connector.perform(understood(new Call("launch", Map.of())), TestExecution.cleared("act_1"));
            assertThat(performance).isInstanceOf(Performance.InDoubt.class);
        }
    }

    @Test
    void what_is_no_text_is_not_captured_and_so_not_changed() {
        server.cards.put("a", Map.of("title", "broken \uFFFD", "note", "n"));
        var system = CardLaboratory.system(server, CardEntries.touching(), CardLaboratory.settings());
        try (var connector = new ResourceConnector(system, new MemoryKeeping())) {
            var performance = connector.perform(understood(title()), TestExecution.cleared("act_1"));
            assertThat(performance)
                    .isInstanceOfSatisfying(
                            Performance.Failed.class,
                            failed -> assertThat(failed.problem())
                                    .extracting(Problem::reason)
                                    .isEqualTo(Reason.NOT_CAPTURABLE));
        }
        assertThat(server.called()).containsExactly("get_card");
    }

    @Test
    void a_long_answer_is_cut_and_said_to_be() {
        server.cards.put("a", Map.of("title", "t".repeat(50_000), "note", "n"));
        var system = CardLaboratory.system(server, CardEntries.touching(), CardLaboratory.settings());
        try (var connector = new ResourceConnector(system, new MemoryKeeping())) {
            var performance = connector.perform(
                    understood(new Call("get_card", Map.of("id", "a"))), TestExecution.cleared("act_1"));
            var result =
                    ((Performance.Committed) performance).output().results().getFirst();
            assertThat(result.truncated()).isTrue();
            assertThat(String.valueOf(result.rows().getFirst().get(1))).hasSize(10_000);
        }
    }

    @Test
    void tools_are_offered_as_they_were_pinned() {
        var system = CardLaboratory.system(server, CardEntries.touching(), CardLaboratory.settings());
        assertThat(system.tools()).hasSize(8);
        assertThat(system.tools().stream().filter(tool -> tool.readOnly()).map(tool -> tool.name()))
                .isEqualTo(List.of("get_card"));
    }
}
