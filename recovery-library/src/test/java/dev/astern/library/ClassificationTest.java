package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.entry.Entry;
import dev.astern.library.entry.RollbackFacts;
import dev.astern.library.entry.RollbackSafe;
import dev.astern.library.entry.Safety;
import dev.astern.library.model.Kind;
import dev.astern.library.model.StatementWords;
import dev.astern.library.model.Subject;
import dev.astern.library.model.Verb;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassificationTest {
    private static final RecoveryLibrary LIBRARY = RecoveryLibrary.shipped();

    @Test
    void a_tool_without_an_entry_is_the_worst_whatever_it_says_of_itself() {
        var call = new Subject.McpSubject("weather", "read_only_harmless_get", Map.of("readOnlyHint", true));
        assertThat(LIBRARY.classify(call)).satisfies(c -> {
            assertThat(c.tier()).isEqualTo(Tier.DESTRUCTIVE);
            assertThat(c.reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
            assertThat(c.entryId()).isEmpty();
            assertThat(c.openWorld()).isTrue();
            assertThat(c.idempotent()).isFalse();
            assertThat(c.needsReconciliation()).isTrue();
            assertThat(c.rollbackSafe().mode()).isEqualTo(RollbackSafe.Mode.NEVER);
        });
    }

    @Test
    void an_argument_that_nobody_described_makes_a_known_tool_unknown() {
        assertThat(LIBRARY.classify(new Subject.McpSubject(
                        "filesystem", "write_file", Map.of("path", "a", "content", "b", "append_to_all", true))))
                .isEqualTo(Classification.unknown());
    }

    @Test
    void for_sql_the_connector_s_class_stands_and_an_entry_makes_it_only_stricter() {
        for (var tier : Tier.values()) {
            for (var reversibility : Reversibility.values()) {
                for (var verb : List.of("insert", "create table", "vacuum")) {
                    var sql = new Subject.SqlSubject(
                            verb, List.of("t"), StatementWords.of(verb + " t"), tier, reversibility);
                    var classed = LIBRARY.classify(sql);
                    assertThat(classed.tier()).isGreaterThanOrEqualTo(tier);
                    assertThat(classed.reversibility()).isGreaterThanOrEqualTo(reversibility);
                    if (verb.equals("vacuum")) {
                        assertThat(classed.tier()).isEqualTo(tier);
                        assertThat(classed.reversibility()).isEqualTo(reversibility);
                    }
                }
            }
        }
    }

    @Test
    void the_most_specific_entry_wins() {
        var library = VerbatimEntryTest.read("""
                - {id: any, command_pattern: "web ...", reversibility: irreversible, tier: destructive, compensating_action: none, rollback_safe: never}
                - {id: set, command_pattern: "web set {key}", reversibility: trivially_reversible, compensating_action: "web unset {key}", rollback_safe: always}
                - {id: set-a, command_pattern: "web set a-{key}", reversibility: trivially_reversible, compensating_action: "web unset {key}", rollback_safe: always}
                - {id: set-ab, command_pattern: "web set a-b", reversibility: trivially_reversible, compensating_action: "web unset a-b", rollback_safe: always}
                - {id: set-hard, command_pattern: "web set {key} --hard", reversibility: irreversible, compensating_action: none, rollback_safe: never}
                """);
        var expected = Map.of(
                "web set x",
                "set",
                "web set a-x",
                "set-a",
                "web set a-b",
                "set-ab",
                "web --hard set a-b",
                "set-hard",
                "web drop",
                "any",
                "web set x y",
                "any");
        expected.forEach((line, id) -> assertThat(library.find(VerbatimEntryTest.command(line))
                        .map(m -> m.entry().id()))
                .as(line)
                .contains(id));
    }

    @Test
    void a_capture_of_the_wrong_type_is_about_something_else() {
        for (var line : List.of(
                "git push origin +main",
                "git push origin :main",
                "git push origin a..b",
                "git push --all origin",
                "git branch -- -D")) {
            assertThat(LIBRARY.classify(VerbatimEntryTest.command(line)))
                    .as(line)
                    .isEqualTo(Classification.unknown());
        }
    }

    @Test
    void every_shipped_entry_says_everything() {
        assertThat(LIBRARY.entries()).hasSizeGreaterThan(100).allSatisfy(entry -> {
            assertThat(entry.title()).isNotEmpty();
            assertThat(entry.notes()).isNotEmpty();
            assertThat(entry.classed().verbs()).isNotEmpty();
            assertThat(entry.answers().authority()).isNotEmpty();
            assertThat(entry.answers().evidence()).isNotEmpty();
        });
        assertThat(RecoveryLibrary.load(Shipped.SOURCES))
                .isInstanceOfSatisfying(
                        Loaded.Read.class, read -> assertThat(read.warnings()).isEmpty());
    }

    @Test
    void every_verb_of_the_catalogue_and_every_class_has_an_entry() {
        assertThat(LIBRARY.entries().stream().flatMap(e -> e.classed().verbs().stream()))
                .containsAll(EnumSet.allOf(Verb.class));
        assertThat(LIBRARY.entries().stream().map(e -> e.classed().reversibility()))
                .containsAll(EnumSet.allOf(Reversibility.class));
        assertThat(LIBRARY.entries().stream().map(e -> e.shape().kind()).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Kind.values()));
        assertThat(LIBRARY.entries().stream().map(Entry::id)).doesNotHaveDuplicates();
    }

    private static Match match(String line) {
        return LIBRARY.find(Subjects.of(line)).orElseThrow();
    }

    @Test
    void rollback_is_safe_unsafe_or_unknown() {
        var facts = RollbackFacts.unknown();
        var scale = match("$ kubectl scale deployment/web --replicas=5 -n shop");
        assertThat(scale.rollbackSafety(facts, "", "")).isEqualTo(new Safety.Safe());
        assertThat(match("$ shred a").rollbackSafety(facts, "", "")).isInstanceOf(Safety.Unsafe.class);
        assertThat(match("$ kubectl cordon n1").rollbackSafety(facts, "{}", ""))
                .as("words alone need a person")
                .isInstanceOf(Safety.Unknown.class);
        var stop = match("$ systemctl stop nginx");
        assertThat(stop.rollbackSafety(facts, "active\n", "")).isEqualTo(new Safety.Safe());
        assertThat(stop.rollbackSafety(facts, "inactive\n", "")).isInstanceOf(Safety.Unsafe.class);
        assertThat(stop.rollbackSafety(facts, "", "")).isInstanceOf(Safety.Unknown.class);
        var status = match("http zendesk PUT /api/v2/tickets/35 {\"ticket\":{\"status\":\"closed\"}}");
        assertThat(status.rollbackSafety(facts, "{}", ""))
                .as("one term that fails outweighs what is unknown")
                .isInstanceOf(Safety.Unsafe.class);
        var trash = match("http gmail POST /gmail/v1/users/me/messages/m1/trash");
        assertThat(trash.rollbackSafety(since(Duration.ofDays(29)), "", "")).isEqualTo(new Safety.Safe());
        assertThat(trash.rollbackSafety(since(Duration.ofDays(30)), "", "")).isInstanceOf(Safety.Unsafe.class);
        assertThat(trash.rollbackSafety(facts, "", "")).isInstanceOf(Safety.Unknown.class);
    }

    private static RollbackFacts since(Duration since) {
        return new RollbackFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(since));
    }

    @Test
    void a_compensation_counts_as_done_only_when_the_answer_says_so() {
        var scale = match("$ kubectl scale deployment/web --replicas=5 -n shop");
        var before = "{\"spec\":{\"replicas\":3}}";
        assertThat(scale.verified(before, "", 0, "{\"spec\":{\"replicas\":3}}")).isTrue();
        assertThat(scale.verified(before, "", 0, "{\"spec\":{\"replicas\":4}}")).isFalse();
        assertThat(scale.verified(before, "", 0, "{\"spec\":{}}")).isFalse();
        assertThat(scale.verified(before, "", 0, "")).isFalse();
        assertThat(scale.verified(before, "", 1, "{\"spec\":{\"replicas\":3}}")).isFalse();
        assertThat(scale.verified("{}", "", 0, "{\"spec\":{\"replicas\":3}}")).isFalse();
        var mode = match("$ chmod 755 run.sh");
        assertThat(mode.verified("644\n", "", 0, "644\n")).isTrue();
        assertThat(mode.verified("644\n", "", 0, "755\n")).isFalse();
        assertThat(mode.verified("", "", 0, "")).isFalse();
        var push = match("$ git push origin main");
        var head = "a".repeat(40) + "\trefs/heads/main\n";
        assertThat(push.verified(head, "", 0, head)).isTrue();
        assertThat(push.verified(head, "", 0, "b".repeat(40) + "\trefs/heads/main\n"))
                .isFalse();
        var created = match("http hubspot POST /crm/v3/objects/contacts {}");
        assertThat(created.verified("", "{\"id\":\"8\"}", 404, "")).isTrue();
        assertThat(created.verified("", "{\"id\":\"8\"}", 200, "")).isFalse();
        assertThat(match("$ kubectl cordon n1").verified("", "", 0, ""))
                .as("no check, so nobody knows")
                .isFalse();
    }
}
