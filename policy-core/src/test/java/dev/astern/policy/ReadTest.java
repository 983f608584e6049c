package dev.astern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages, each with where it points to. */
final class ReadTest {
    private static final String HEAD = "policy: 1\nname: p\nrules:\n";

    private static List<String> of(String yaml) {
        return Given.findings(yaml).stream().map(Finding::toString).toList();
    }

    private static List<String> ofRule(String rule) {
        return of(HEAD + "  - id: r\n    decide: allow\n" + rule.indent(4));
    }

    @Test
    void what_is_not_yaml() {
        assertThat(of("")).containsExactly("1:1: error: the file is empty [not_yaml]");
        assertThat(of("# nothing")).containsExactly("1:1: error: the file is empty [not_yaml]");
        assertThat(of("policy: [1"))
                .containsExactly("1:11: error: expected ',' or ']', but got <stream end> [not_yaml]");
        assertThat(of("a: b\n---\nc: d")).singleElement().asString().contains("another document");
        assertThat(of("policy: 1\nname: \u0007"))
                .containsExactly("2:7: error: character U+0007 is not allowed in YAML [not_yaml]");
        assertThat(of("policy: 1\n\tname: x")).singleElement().asString().startsWith("2:1: error:");
        assertThat(of("- a")).containsExactly("1:1: error: a policy is a mapping of keys to values [wrong_type]");
        assertThat(of("just text")).containsExactly("1:1: error: a policy is a mapping of keys to values [wrong_type]");
    }

    @Test
    void what_is_too_much() {
        assertThat(of("#".repeat(1_000_001)))
                .containsExactly("1:1: error: a policy has at most 1000000 characters [too_large]");
        assertThat(of("[".repeat(100_000))).singleElement().asString().contains("Nesting Depth");
        var many = new StringBuilder(HEAD);
        IntStream.range(0, 5_001)
                .forEach(i -> many.append("  - {id: r").append(i).append(", decide: allow}\n"));
        assertThat(of(many.toString())).containsExactly("4:3: error: a policy has at most 5000 rules [too_large]");
        assertThat(ofRule("when: \"" + "true && ".repeat(260) + "true\""))
                .containsExactly("6:12: error: a condition has at most 2000 characters [condition]");
        assertThat(ofRule("when: \"" + "(".repeat(200) + "true" + ")".repeat(200) + "\""))
                .singleElement()
                .asString()
                .startsWith("6:")
                .contains("recursion");
    }

    @Test
    void aliases_are_refused() {
        assertThat(of("policy: &v 1\nname: p\nrules:\n  - {id: r, decide: allow, owner: *v}\n"))
                .containsExactly("1:9: error: anchors and aliases are not allowed; write it out [alias]");
        assertThat(of("&a [*a]"))
                .containsExactly("1:1: error: anchors and aliases are not allowed; write it out [alias]");
    }

    @Test
    void keys() {
        assertThat(of("policy: 1\nnmae: p\nrules:\n  - {id: r, decide: allow}\n"))
                .containsExactly(
                        "1:1: error: a policy needs the key name [missing_key]",
                        "2:1: error: a policy has no key \"nmae\"; did you mean name? [unknown_key]");
        assertThat(of("{}"))
                .containsExactly(
                        "1:1: error: a policy needs the key name [missing_key]",
                        "1:1: error: a policy needs the key policy [missing_key]",
                        "1:1: error: a policy needs the key rules [missing_key]");
        assertThat(of(HEAD + "  - id: r\n    decide: allow\n    decide: block\n"))
                .containsExactly("6:5: error: decide is given twice [duplicate_key]");
        assertThat(of(HEAD + "  - match: {verb: x}\n"))
                .containsExactly(
                        "4:5: error: a rule needs the key decide [missing_key]",
                        "4:5: error: a rule needs the key id [missing_key]");
        assertThat(of(HEAD + "  - text\n"))
                .containsExactly("4:5: error: a rule is a mapping of keys to values [wrong_type]");
        assertThat(ofRule("match: {verbs: update}"))
                .containsExactly("6:13: error: match has no key \"verbs\"; did you mean verb? [unknown_key]");
        assertThat(ofRule("? [a]\n: b")).containsExactly("6:7: error: a rule has no key \"\" [unknown_key]");
    }

    @Test
    void values() {
        assertThat(of("policy: 2\nname: A\nrules: []\n"))
                .containsExactly(
                        "1:9: error: policy is the format's version, 1, not \"2\" [bad_value]",
                        "2:7: error: name is lower-case letters, digits, dots and dashes, at most 100, not \"A\" [bad_value]",
                        "3:8: error: there is no rule, so that everything would be blocked [bad_value]");
        assertThat(of("policy: 1\nname:\nrules: x\n"))
                .containsExactly("2:6: error: name is empty [bad_value]", "3:8: error: rules is a list [wrong_type]");
        assertThat(of("policy: 1\nname: p\ntimezone: Mars/Base\nrules: [{id: r, decide: allow}]"))
                .containsExactly(
                        "3:11: error: timezone is a time zone, for example Europe/London, not \"Mars/Base\" [bad_value]");
        assertThat(of(HEAD + "  - {id: default, decide: permit}\n"))
                .containsExactly(
                        "4:10: error: id is lower-case letters, digits, dots and dashes, at most 100, not \"default\" [bad_value]",
                        "4:27: error: decide is one of allow, observe, hold, block, not \"permit\" [bad_value]");
        assertThat(of(HEAD + "  - {id: a, decide: allow}\n  - {id: a, decide: hold}\n"))
                .containsExactly("5:10: error: the rule a is there already, in line 4 [duplicate_rule]");
        assertThat(ofRule("match: {tier: wirte}"))
                .containsExactly(
                        "6:19: error: tier is of read, draft, propose, write, destructive, not \"wirte\" [bad_value]");
        assertThat(ofRule("match: {verb: []}"))
                .containsExactly("6:19: error: verb has from 1 to 500 items [bad_value]");
        assertThat(ofRule("match: {verb: [a, [b]]}"))
                .containsExactly("6:23: error: verb is one value, not a list or mapping [wrong_type]");
        assertThat(ofRule("match: {verb: " + "x".repeat(201) + "}"))
                .singleElement()
                .asString()
                .startsWith("6:19: error: verb is a text or pattern of at most 200 characters");
    }

    @Test
    void checks() {
        assertThat(ofRule("require: {otherwise: allow, sources: 0, max_age: 5 minutes, min_confidence: 1.5}"))
                .containsExactly(
                        "6:14: error: require asks for nothing [bad_value]",
                        "6:26: error: otherwise is one of hold, block, not \"allow\" [bad_value]",
                        "6:42: error: sources is a whole number from 1, not \"0\" [bad_value]",
                        "6:54: error: max_age is a time such as 90s, 15m, 4h or 2d, not \"5 minutes\" [bad_value]",
                        "6:81: error: min_confidence is a number from 0 to 1, not \"1.5\" [bad_value]");
    }

    @Test
    void more_checks() {
        assertThat(ofRule("require: {business_hours: false, max_amount: -1, max_rows: many, max_share: 2}"))
                .contains(
                        "6:31: error: business_hours is true, or left out, not \"false\" [bad_value]",
                        "6:50: error: max_amount is an amount such as 100 or 99.50 GBP, not \"-1\" [bad_value]",
                        "6:64: error: max_rows is a whole number, not \"many\" [bad_value]",
                        "6:81: error: max_share is a number from 0 to 1, not \"2\" [bad_value]");
        assertThat(ofRule("require: {}")).containsExactly("6:14: error: require asks for nothing [bad_value]");
    }

    @Test
    void approvals() {
        assertThat(ofRule("approval: {quorum: 0, distinct_from: [boss], decide_by: 31d, execute_by: 0s}"))
                .containsExactly(
                        "6:24: error: quorum is a whole number from 1 to 10, not \"0\" [bad_value]",
                        "6:43: error: distinct_from is of agent_owner, last_approver, requester, not \"boss\" [bad_value]",
                        "6:61: error: decide_by is a time such as 90s, 15m, 4h or 2d, at most 30d, not \"31d\" [bad_value]",
                        "6:78: error: execute_by is a time such as 90s, 15m, 4h or 2d, at most 30d, not \"0s\" [bad_value]");
        assertThat(ofRule("approval: {distinct_from: [requester, requester], confirm_rollback: yes}"))
                .containsExactly(
                        "6:31: error: distinct_from names somebody twice [bad_value]",
                        "6:73: error: confirm_rollback is true or false, not \"yes\" [bad_value]");
    }

    @Test
    void hours() {
        assertThat(of("policy: 1\nname: p\nbusiness_hours: {days: [monday], from: \"18:00\", to: \"09:00\","
                        + " holidays: [25.12.]}\nrules: [{id: r, decide: allow}]"))
                .containsExactly(
                        "3:17: error: business hours begin before they end, on the same day [bad_value]",
                        "3:25: error: days is mon, tue, wed, thu, fri, sat or sun, not \"monday\" [bad_value]",
                        "3:73: error: holidays is days, for example 2026-12-25, not \"25.12.\" [bad_value]");
    }

    @Test
    void conditions_in_one_line() {
        assertThat(ofRule("when: op.teir == \"write\""))
                .containsExactly("6:11: error: there is no op.teir; did you mean op.tier? [condition]");
        assertThat(ofRule("when: preview.rows > \"many\""))
                .containsExactly("6:24: error: > can't be used with (int, string) [condition]");
        assertThat(ofRule("when: preview.rows"))
                .singleElement()
                .asString()
                .endsWith("error: expected type 'bool' but found 'int' [condition]");
        assertThat(ofRule("when: 'op.known &&'")).singleElement().asString().startsWith("6:23: error: ");
        assertThat(ofRule("when: [a]"))
                .containsExactly("6:11: error: when is one value, not a list or mapping [wrong_type]");
        assertThat(ofRule("when: op.known && risky()")).containsExactly("6:28: error: there is no risky [condition]");
    }

    @Test
    void conditions_whose_names_are_misspelt() {
        assertThat(ofRule("when: op.tier == \"wirte\""))
                .containsExactly("6:22: error: op.tier is never \"wirte\"; did you mean write? [condition]");
        assertThat(ofRule("when: at_least(op.tier, \"wirte\")"))
                .contains("6:29: error: op.tier is never \"wirte\"; did you mean write? [condition]");
        assertThat(ofRule("when: op.tier in [\"write\", \"raed\"]"))
                .containsExactly("6:32: error: op.tier is never \"raed\"; did you mean read? [condition]");
        assertThat(ofRule("when: time.weekday != \"monday\""))
                .singleElement()
                .asString()
                .contains("time.weekday is never \"monday\"");
        assertThat(ofRule("when: at_least(op.verb, \"nothing\")"))
                .containsExactly("6:29: error: \"nothing\" is no tier, class or stage [condition]");
        assertThat(ofRule("when: session.stage == \"shadwo\""))
                .containsExactly("6:28: error: session.stage is never \"shadwo\"; did you mean shadow? [condition]");
    }

    @Test
    void conditions_that_could_run_long() {
        assertThat(ofRule("when: op.resources.all(a, op.resources.all(b, a == b))"))
                .singleElement()
                .asString()
                .contains("a loop can't be inside another");
        assertThat(ofRule("when: op.command.matches(op.verb)"))
                .singleElement()
                .asString()
                .startsWith("6:32: error: the pattern of matches has to be written out");
        assertThat(ofRule("when: op.command.matches(\"(\")"))
                .singleElement()
                .asString()
                .startsWith("6:30: error: the pattern can't be read");
    }

    @Test
    void conditions_in_every_style_of_scalar() {
        assertThat(ofRule("when: 'op.verb == ''it'' && op.teir'"))
                .singleElement()
                .asString()
                .startsWith("6:33: error: there is no op.teir");
        assertThat(ofRule("when: \"op.verb == \\\"it\\\" && op.teir\""))
                .singleElement()
                .asString()
                .startsWith("6:33: error: there is no op.teir");
        assertThat(ofRule("when: \"op.known\\n && op.teir\""))
                .singleElement()
                .asString()
                .startsWith("6:26: error: there is no op.teir");
        assertThat(ofRule("when: |\n  op.known &&\n    op.teir == 'x'\n"))
                .singleElement()
                .asString()
                .startsWith("8:9: error: there is no op.teir");
        assertThat(ofRule("when: >-  # folded\n  op.known &&\n\n  op.teir == 'x'\n"))
                .singleElement()
                .asString()
                .startsWith("9:7: error: there is no op.teir");
        assertThat(ofRule("when: op.known &&\n  op.teir == 'x'\n"))
                .singleElement()
                .asString()
                .startsWith("7:7: error: there is no op.teir");
        assertThat(ofRule("when: \"op.known &&\n  op.teir == 'x'\"\n"))
                .singleElement()
                .asString()
                .startsWith("7:7: error: there is no op.teir");
        assertThat(ofRule("when: |\n  op.known &&\n"))
                .singleElement()
                .asString()
                .startsWith("7:18: error: ");
        assertThat(ofRule("when: |\n  op.verb == '\uD83D\uDE80' && op.teir\n"))
                .singleElement()
                .asString()
                .startsWith("7:25: error: there is no op.teir");
    }

    @Test
    void the_digest_names_the_content_and_not_its_layout() {
        var one = Given.policy(HEAD + "  - {id: r, decide: allow, match: {verb: [a, b], tool: t}}\n");
        var same = Given.policy("""
                # a comment
                name: "p"
                policy: 1
                rules:
                - match:
                    tool: t
                    verb:
                    - a
                    - 'b'
                  id: r
                  decide: allow
                """);
        var other = Given.policy(HEAD + "  - {id: r, decide: allow, match: {verb: [b, a], tool: t}}\n");
        assertThat(one.digest()).isEqualTo(same.digest()).hasSize(64).isNotEqualTo(other.digest());
        assertThat(one.name()).isEqualTo("p");
        assertThat(one.version()).isEqualTo(1);
    }

    @Test
    void a_rule_knows_where_it_stands() {
        var rule = Given.policy(HEAD + "  - decide: allow\n    id: r\n    owner: olga\n    reason: Because.\n")
                .rules()
                .getFirst();
        assertThat(rule)
                .returns(5, Rule::line)
                .returns(9, Rule::column)
                .returns("olga", Rule::owner)
                .returns("Because.", Rule::reason);
    }
}
