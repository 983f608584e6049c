package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.model.Finding;
import dev.astern.library.model.Source;
import dev.astern.library.model.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a file is said with its place, and keeps the file from counting. */
class FindingsTest {
    private static final String GOOD = """
            id: web-scale
            command_pattern: "web scale {name} --to={count}"
            reversibility: trivially_reversible
            compensating_action: "web scale {name} --to={previous}"
            rollback_safe: "while nobody scaled it since"
            rollback_check: "unchanged and {previous} > 0"
            pre_capture: "web show {name}"
            placeholders:
              name: {type: name}
              count: {type: integer}
              previous: {from: pre_capture, path: $.count, type: integer}
            verify: {run: "web show {name}", path: $.count, equals: "{previous}"}
            timeout: 10s
            authority: "service owner"
            evidence: [before-state]
            time_to_recover: "1s-5m"
            """;

    private static List<Finding> findings(String... texts) {
        var sources = java.util.stream.IntStream.range(0, texts.length)
                .mapToObj(i -> new Source("file" + i + ".yaml", texts[i]))
                .toList();
        return switch (RecoveryLibrary.load(sources)) {
            case Loaded.Read read -> read.warnings();
            case Loaded.Malformed bad -> bad.findings();
        };
    }

    @Test
    void a_good_entry_has_none() {
        assertThat(findings(GOOD)).isEmpty();
    }

    /** In the good entry, one line is replaced; the finding stands where the error is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            timeout: 10s                     | timeot: 10s                               | UNKNOWN_KEY       | 13 | 1
            timeout: 10s                     | timeout: soon                             | WRONG_TYPE        | 13 | 10
            timeout: 10s                     | id: again                                 | DUPLICATE_KEY     | 13 | 1
            timeout: 10s                     | timeout: [                                | BAD_YAML          | 15 |  1
            timeout: 10s                     | needs_reconciliation: maybe               | WRONG_TYPE        | 13 | 23
            timeout: 10s                     | needs_reconciliation: yes                 | WRONG_TYPE        | 13 | 23
            timeout: 10s                     | tier: sever                               | WRONG_TYPE        | 13 | 7
            timeout: 10s                     | outcome: contains                         | CONTRADICTION     | 13 | 10
            timeout: 10s                     | options: ["wait"]                         | BAD_PATTERN       | 13 | 11
            id: web-scale                    | id: Web Scale                             | WRONG_TYPE        |  1 |  5
            reversibility: trivially_reversible | title: x                               | MISSING_FIELD     |  1 |  1
            reversibility: trivially_reversible | reversibility: reversible              | WRONG_TYPE        |  3 | 16
            reversibility: trivially_reversible | reversibility: irreversible            | CONTRADICTION     |  4 | 22
            reversibility: trivially_reversible | reversibility: {a: b}                  | WRONG_TYPE        |  3 | 16
            rollback_safe: "while nobody scaled it since" | rollback_safe: never         | CONTRADICTION     |  5 | 16
            rollback_safe: "while nobody scaled it since" | rollback_safe: no            | WRONG_TYPE        |  5 | 16
            rollback_check: "unchanged and {previous} > 0" | rollback_check: "unless 3"  | BAD_CHECK         |  6 | 17
            rollback_check: "unchanged and {previous} > 0" | rollback_check: "{other} > 0" | NEVER_FILLED    | 12 | 9
            pre_capture: "web show {name}"   | pre_capture: none                         | NO_SOURCE         |  4 | 22
            pre_capture: "web show {name}"   | pre_capture: capture                      | NO_SOURCE         |  4 | 22
            pre_capture: "web show {name}"   | pre_capture: "web show {previous}"        | NO_SOURCE         |  7 | 14
            pre_capture: "web show {name}"   | pre_capture: "web show {name} > x"   | NEEDS_SHELL       |  7 | 14
            pre_capture: "web show {name}"   | pre_capture: "web show $(id)"             | NEEDS_SHELL       |  7 | 14
            pre_capture: "web show {name}"   | pre_capture: "sh -c 'web show {name}'"    | INTERPRETER       |  7 | 14
            pre_capture: "web show {name}"   | pre_capture: "/usr/bin/env web {name}"    | INTERPRETER       |  7 | 14
            pre_capture: "web show {name}"   | pre_capture: "{name} show"                | BAD_TEMPLATE      |  7 | 14
            pre_capture: "web show {name}"   | pre_capture: "web show 'x"                | BAD_TEMPLATE      |  7 | 14
              previous: {from: pre_capture, path: $.count, type: integer} |   previous: {from: pre_capture, path: $..count, type: integer} | NO_SOURCE | 11 | 39
              previous: {from: pre_capture, path: $.count, type: integer} |   previous: {from: pattern, type: integer} | NO_SOURCE | 4 | 22
              previous: {from: pre_capture, path: $.count, type: integer} |   previous: {from: pre_capture, path: $.count, type: json} | WRONG_TYPE | 4 | 22
              previous: {from: pre_capture, path: $.count, type: integer} |   other: {from: pre_capture, path: $.count, type: integer} | NEVER_FILLED | 4 | 22
              previous: {from: pre_capture, path: $.count, type: integer} |   previous: {from: pre_capture, path: $.count, type: int} | WRONG_TYPE | 11 | 54
              name: {type: name}             |   name: {type: name, allowed: "z-a"}      | WRONG_TYPE        |  9 | 31
              name: {type: name}             |   name: {path: $.x, type: name}           | NO_SOURCE         |  9 | 16
            command_pattern: "web scale {name} --to={count}" | command_pattern: "{name} scale --to={count}"  | TOO_BROAD | 2 | 18
            command_pattern: "web scale {name} --to={count}" | command_pattern: "* ..."                      | TOO_BROAD | 2 | 18
            command_pattern: "web scale {name} --to={count}" | command_pattern: "web {name} ..."             | TOO_BROAD | 2 | 18
            command_pattern: "web scale {name} --to={count}" | command_pattern: "web scale {name}{count}"    | AMBIGUOUS_PATTERN | 2 | 18
            command_pattern: "web scale {name} --to={count}" | command_pattern: "web scale *a*a*a*a*a {name}" | AMBIGUOUS_PATTERN | 2 | 18
            command_pattern: "web scale {name} --to={count}" | command_pattern: "web scale {name"            | BAD_PATTERN | 2 | 18
            command_pattern: "web scale {name} --to={count}" | command_pattern: []                           | BAD_PATTERN | 2 | 18
            command_pattern: "web scale {name} --to={count}" | command_pattern: "web scale {other}"          | NEVER_FILLED | 4 | 22
            verify: {run: "web show {name}", path: $.count, equals: "{previous}"} | verify: {path: $.count} | MISSING_FIELD | 12 | 9
            """)
    void what_is_wrong_is_said_with_its_place(String line, String instead, Finding.Code code, int row, int column) {
        var bad = ("\n" + GOOD).replace("\n" + trimmed(line) + "\n", "\n" + trimmed(instead) + "\n");
        assertThat(bad).isNotEqualTo("\n" + GOOD);
        var findings = findings(bad.substring(1));
        assertThat(findings).filteredOn(Finding::error).isNotEmpty();
        if (code == Finding.Code.NEVER_FILLED && instead.contains("{other}\"")) {
            assertThat(findings).extracting(Finding::code).contains(Finding.Code.NO_SOURCE);
            return;
        }
        assertThat(findings)
                .anySatisfy(finding -> assertThat(List.of(finding.code(), finding.line(), finding.column()))
                        .as("%s", findings)
                        .isEqualTo(List.of(code, row, column)));
    }

    /** The table's own white space is stripped; the file's is meant. */
    private static String trimmed(String cell) {
        return cell.matches("(?s)(name|previous|other): \\{.*") ? "  " + cell : cell;
    }

    @Test
    void ids_are_unique_across_files() {
        assertThat(findings(GOOD, GOOD.replace("web scale", "app scale")))
                .filteredOn(Finding::error)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(Finding.Code.DUPLICATE_ID);
                    assertThat(finding.source()).isEqualTo("file1.yaml");
                    assertThat(finding.detail()).contains("file0.yaml:1:1");
                });
    }

    @Test
    void two_entries_that_could_match_the_same_are_a_tie() {
        assertThat(findings(GOOD, GOOD.replace("web-scale", "other").replace("{name} --to={count}", "{name} --to=*")))
                .filteredOn(Finding::error)
                .extracting(Finding::code)
                .contains(Finding.Code.TIE);
        assertThat(findings(GOOD, GOOD.replace("web-scale", "other").replace("web scale", "web resize")))
                .isEmpty();
    }

    @Test
    void aliases_depth_and_size_are_bounded() {
        assertThat(findings("a: &a [x, x]\nb: [*a, *a]"))
                .extracting(Finding::code)
                .contains(Finding.Code.BAD_YAML);
        assertThat(findings("[".repeat(1_000))).extracting(Finding::code).containsExactly(Finding.Code.BAD_YAML);
        assertThat(findings("# " + "x".repeat(1_000_001)))
                .extracting(Finding::code)
                .containsExactly(Finding.Code.TOO_LARGE);
        for (var text : List.of(
                "",
                "---",
                "7",
                "a: b\n---\na: b",
                "\u0000",
                "- 7",
                "entries: 7",
                "entries: []\nmore: 1",
                "!!java.net.URL [x]")) {
            assertThat(findings(text)).as(text).filteredOn(Finding::error).isNotEmpty();
        }
    }

    @Test
    void a_malformed_file_changes_nothing_that_is_in_force() {
        var inForce = new LibraryInForce(RecoveryLibrary.shipped());
        var before = inForce.library();
        assertThat(inForce.reload(List.of(new Source("bad.yaml", GOOD.replace("timeout", "timeot")))))
                .isInstanceOf(Loaded.Malformed.class);
        assertThat(inForce.library()).isSameAs(before);
        assertThat(inForce.reload(List.of(new Source("good.yaml", GOOD)))).isInstanceOf(Loaded.Read.class);
        assertThat(inForce.library().digest()).isNotEqualTo(before.digest());
        assertThat(inForce.library().entries()).hasSize(before.entries().size() + 1);
    }

    @Test
    void a_site_s_entry_takes_a_shipped_one_s_place_by_its_id() {
        var stricter = VerbatimEntryTest.ENTRY.replace("\"always\"", "\"while the autoscaler is off\"");
        var own = "id: kubectl-scale\n" + stricter;
        var loaded = RecoveryLibrary.loadWithShipped(List.of(new Source("own.yaml", own)));
        assertThat(loaded)
                .isInstanceOfSatisfying(
                        Loaded.Read.class,
                        read -> assertThat(read.library()
                                        .classify(new Subject.CommandSubject(List.of(
                                                "kubectl", "scale", "deployment/web", "--replicas=5", "-n", "shop")))
                                        .rollbackSafe()
                                        .words())
                                .isEqualTo("while the autoscaler is off"));
        assertThat(RecoveryLibrary.loadWithShipped(List.of(new Source("own.yaml", stricter))))
                .as("another id for the same pattern")
                .isInstanceOfSatisfying(
                        Loaded.Malformed.class,
                        bad -> assertThat(bad.findings())
                                .extracting(Finding::code)
                                .contains(Finding.Code.TIE));
    }
}
