package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.model.JsonPath;
import dev.astern.library.model.StatementWords;
import dev.astern.library.model.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What matches, and what only looks as if it did. */
class MatchingTest {
    private static final RecoveryLibrary LIBRARY = RecoveryLibrary.shipped();

    private static String found(Subject subject) {
        return LIBRARY.find(subject).map(match -> match.entry().id()).orElse("none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    $ rm a                           | file-remove
                    $ rm -- -a                       | file-remove
                    $ rm -f -v a                     | file-remove
                    $ rm -vf a                       | file-remove
                    $ rm -fr a                       | file-remove-tree
                    $ rm --recursive a               | file-remove-tree
                    $ rm --recurs a                  | none
                    $ rm a b                         | file-remove-several
                    $ rm -x a                        | none
                    $ rm -                           | file-remove
                    $ rm --                          | none
                    $ rm                             | none
                    $ sudo rm a                      | none
                    $ git -C x commit -m y           | git-commit
                    $ git commit -C HEAD             | none
                    $ git commit -m a -m b           | git-commit
                    $ git -C a -C b commit -m y      | none
                    $ git push origin main --tags    | none
                    $ git push origin :main          | none
                    $ git push origin refs/heads/a   | git-push
                    $ git checkout main              | none
                    $ kubectl -n=shop scale deployment/a --replicas=1 | none
                    $ kubectl delete ns a            | kubectl-delete-with-data
                    $ kubectl delete ns a b          | none
                    $ kubectl delete job a           | kubectl-delete
                    $ kubectl delete job --all       | none
                    $ kubectl get secret a           | none
                    $ docker -H tcp://x stop a       | docker-stop
                    $ docker stop -H tcp://x a       | none
                    http zendesk PUT /api/v2/tickets/35 {"ticket":{"group_id":20,"status":"solved"}}     | none
                    http zendesk PUT /api/v2/tickets/35 {"ticket":{"group_id":20},"safe_update":true}    | none
                    http zendesk PUT /api/v2/tickets/35 {"ticket":{"group_id":{"x":1}}}                  | none
                    http zendesk PUT /api/v2/tickets/35                                                  | none
                    http zendesk PUT /api/v2/tickets/35.json {"ticket":{"group_id":20}}                  | none
                    http other PUT /api/v2/tickets/35 {"ticket":{"group_id":20}}                         | none
                    http wordpress DELETE /wp-json/wp/v2/users/1                                         | none
                    http wordpress DELETE /wp-json/wp/v2/pages/1?force=true                              | page-delete
                    http wordpress DELETE /wp-json/wp/v2/pages/1?force=1                                 | none
                    http wordpress DELETE /wp-json/wp/v2/pages/1?force=true&force=true                   | none
                    http wordpress DELETE /wp-json/wp/v2/pages/../pages/1                                | none
                    http wordpress DELETE /wp-json/wp/v2/pages/%2e%2e                                    | none
                    http wordpress DELETE /wp-json/wp/v2//pages/1                                        | none
                    http wordpress DELETE /wp-json/wp/v2/pages/1/                                        | none
                    http wordpress DELETE /wp-json/wp/v2/pages/1#x                                       | none
                    http wordpress DELETE /wp-json/wp/v2/pages/1;x                                       | none
                    http wordpress DELETE /wp-json/wp/v2/pages/%31                                       | page-trash
                    http wordpress DELETE /wp-json/wp/v2/pages/%zz                                       | none
                    http wordpress DELETE /wp-json/wp/v2/pages/%ff                                       | none
                    http wordpress delete /wp-json/wp/v2/pages/1                                         | none
                    mcp filesystem/write_file {"path":"a","content":"b"}                                 | mcp-file-write
                    mcp filesystem/write_file {"path":"a"}                                               | none
                    mcp filesystem/write_file {"path":7,"content":"b"}                                   | none
                    mcp filesystem/write_file {"path":"a","content":"b","mode":"append"}                 | none
                    mcp filesystem2/write_file {"path":"a","content":"b"}                                | none
                    mcp filesystem/delete_everything {}                                                  | none
                    """)
    void a_part_that_nobody_knows_keeps_it_from_matching(String subject, String id) {
        assertThat(found(Subjects.of(subject))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET a = 1 /* WHERE */",
                "UPDATE t SET a = 1 /* /* */ WHERE */",
                "UPDATE t SET a = 1 -- WHERE",
                "UPDATE t SET a = ' WHERE '",
                "UPDATE t SET a = ''' WHERE '",
                "UPDATE t SET a = E'\\' WHERE '",
                "UPDATE t SET a = $$ WHERE $$",
                "UPDATE t SET a = $x$ $$ WHERE $x$",
                "UPDATE t SET \" WHERE \" = 1",
                "UPDATE t SET a = (SELECT 1 WHERE true)",
                "UPDATE t SET a = where_",
                "UPDATE t SET a = WHEREé",
                "UPDATE t SET a = WHERE😀"
            })
    void a_where_that_is_none_is_not_taken_for_one(String sql) {
        assertThat(found(Subjects.of("sql update t: " + sql))).isEqualTo("sql-update-all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET a = 'x' WHERE b",
                "UPDATE t SET a = typE'\\' WHERE b",
                "UPDATE t SET a = $1 where b = $2",
                "UPDATE t SET a = a$b$ WHERE c$b$",
                "UPDATE t SET a = 1 /* x */ WHERE b;",
                "UPDATE t SET a = 1 -- x\nWHERE b"
            })
    void a_where_is_seen(String sql) {
        assertThat(found(Subjects.of("sql update t: " + sql))).isEqualTo("sql-update-some");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET a = 'x WHERE b",
                "UPDATE t SET a = 1; DELETE FROM t WHERE b",
                "UPDATE t SET a = (1 WHERE b",
                "UPDATE t /* WHERE"
            })
    void where_it_cannot_be_told_the_stricter_entry_counts(String sql) {
        assertThat(StatementWords.of(sql).certain()).isFalse();
        assertThat(found(Subjects.of("sql update t: " + sql))).isEqualTo("sql-update");
    }

    @Test
    void a_path_finds_one_value_or_none() {
        Object json = Map.of("a", List.of(Map.of("b c", 7), "x"), "é", true);
        var expected = Map.of(
                "$.a[0]['b c']", Optional.of((Object) 7),
                "$.a[-1]", Optional.of((Object) "x"),
                "$['é']", Optional.of((Object) true),
                "$.a[2]", Optional.empty(),
                "$.a[-3]", Optional.empty(),
                "$.a.b", Optional.empty(),
                "$.none", Optional.empty());
        expected.forEach((path, value) ->
                assertThat(JsonPath.of(path).orElseThrow().find(json)).as(path).isEqualTo(value));
        assertThat(JsonPath.of("$").orElseThrow().find(json)).contains(json);
        for (var bad : List.of(
                "", "a", "$.", "$..a", "$.*", "$[*]", "$[?@.a]", "$[1:2]", "$[01]", "$['a", "$['a'", "$.1", "$ .a",
                "$[a]")) {
            assertThat(JsonPath.of(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void a_number_with_a_huge_exponent_is_refused_at_once() {
        var library = VerbatimEntryTest.read("""
                id: set
                command_pattern: "web set {key}"
                reversibility: reversible_with_state
                compensating_action: "web set {key} --to={was}"
                rollback_safe: always
                pre_capture: "web get {key}"
                placeholders:
                  key: {type: name}
                  was: {from: pre_capture, path: $.was, type: number}
                """);
        var match = library.find(VerbatimEntryTest.command("web set a")).orElseThrow();
        assertThat(Subjects.line(match.compensation("{\"was\": 1e999999999}"))).isEqualTo("WRONG_TYPE was");
        assertThat(Subjects.line(match.compensation("{\"was\": 1.50}"))).isEqualTo("web set a --to=1.50");
        assertThat(Subjects.line(match.compensation("{\"was\": 12345678901234567890}")))
                .isEqualTo("web set a --to=12345678901234567890");
    }

    @Test
    void options_of_where_are_carried_only_to_the_program_that_knows_them() {
        var loaded = RecoveryLibrary.load(List.of(new dev.astern.library.model.Source("x.yaml", """
                carried: ["--context=*"]
                entries:
                  - id: a
                    command_pattern: "kubectl scale {name}"
                    reversibility: trivially_reversible
                    compensating_action: "helm rollback {name}"
                    rollback_safe: always
                """)));
        assertThat(loaded)
                .isInstanceOfSatisfying(
                        Loaded.Malformed.class,
                        bad -> assertThat(bad.findings())
                                .extracting(dev.astern.library.model.Finding::code)
                                .contains(dev.astern.library.model.Finding.Code.CONTRADICTION));
    }
}
