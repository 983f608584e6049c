package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.fill.PercentEncode;
import dev.astern.library.fill.ShellQuote;
import dev.astern.library.fill.SqlQuote;
import dev.astern.library.model.FillProblem;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.Printable;
import dev.astern.library.model.RecoveryStep;
import dev.astern.library.model.Subject;
import dev.astern.library.model.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing that is filled in becomes anything else than one value where it was filled in. */
class QuotingTest {
    private static final String COMMAND = """
            command_pattern: "tool set {key} --to={value}"
            reversibility: trivially_reversible
            compensating_action: "tool set {key} --to={value} --json '{\\"k\\": \\"{value}\\", \\"n\\": [\\"{key}/{value}\\"]}' x-{key} -- {value}"
            rollback_safe: always
            """;
    private static final String SQL = """
            kind: sql
            command_pattern: "CALL {name}"
            reversibility: trivially_reversible
            compensating_action: "UPDATE {name} SET a = {text}, b = {count} - {count} WHERE c = {text}"
            rollback_safe: always
            pre_capture: "SELECT 1"
            placeholders:
              name: {type: identifier}
              text: {from: pre_capture, path: $.text, type: text}
              count: {from: pre_capture, path: $.count, type: number}
            """;
    private static final String HTTP = """
            kind: http
            command_pattern: "PATCH /things/{thing}"
            reversibility: trivially_reversible
            compensating_action: 'PATCH /things/{thing}/x-{name}?n={name} {"name": "{name}", "text": "is {name}!", "all": "{all}"}'
            rollback_safe: always
            pre_capture: "GET /things/{thing}"
            placeholders:
              thing: {type: text}
              name: {from: pre_capture, path: $.name, type: text}
              all: {from: pre_capture, type: json, path: $}
            """;

    @Test
    void a_shell_reads_exactly_the_words_that_were_filled() {
        var library = VerbatimEntryTest.read(COMMAND);
        var lines = new ArrayList<RecoveryStep.CommandLine>();
        Cases.run(2_000, random -> {
            var key = Hostile.value(random);
            var value = Hostile.value(random);
            var argv = List.of("tool", "set", key, "--to=" + value);
            var match = library.find(new Subject.CommandSubject(argv));
            if (match.isEmpty()) {
                return;
            }
            assertThat(Printable.is(key) && Printable.is(value)).isTrue();
            var filling = match.get().compensation("");
            if (filling instanceof Filling.Unfilled(FillProblem problem)) {
                assertThat(problem.code()).isEqualTo(FillProblem.Code.LOOKS_LIKE_AN_OPTION);
                assertThat(key).startsWith("-");
                return;
            }
            var line = (RecoveryStep.CommandLine) ((Filling.Filled) filling).step();
            assertThat(line.argv())
                    .containsExactly(
                            "tool",
                            "set",
                            key,
                            "--to=" + value,
                            "--json",
                            "{\"k\":" + Json.write(value) + ",\"n\":[" + Json.write(key + "/" + value) + "]}",
                            "x-" + key,
                            "--",
                            value);
            lines.add(line);
        });
        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(shell(lines.stream().map(RecoveryStep.CommandLine::line).toList()))
                .containsExactlyElementsOf(
                        lines.stream().map(RecoveryStep.CommandLine::argv).toList());
    }

    @Test
    void any_words_at_all_survive_the_shell() {
        var argvs = new ArrayList<List<String>>();
        Cases.run(
                2_000,
                random -> argvs.add(IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(
                                _ -> Hostile.value(random).replace("\u0000", "").replace("\ud800", ""))
                        .toList()));
        assertThat(shell(argvs.stream().map(ShellQuote::line).toList())).containsExactlyElementsOf(argvs);
    }

    @Test
    void a_program_that_is_named_as_an_assignment_is_run() {
        assertThat(ShellQuote.line(List.of("A=b", "A=b", "-c", "x y"))).isEqualTo("'A=b' A=b -c 'x y'");
    }

    /** What a POSIX shell makes of each line: every word ends with NUL, every line with a word of its own. */
    private static List<List<String>> shell(List<String> lines) {
        var script = new StringBuilder();
        lines.forEach(line -> script.append("set -- ")
                .append(line)
                .append('\n')
                .append("[ $# -eq 0 ] || printf '%s\\0' \"$@\"\n")
                .append("printf '\\001\\0'\n"));
        try {
            var process =
                    new ProcessBuilder("/bin/sh").redirectErrorStream(true).start();
            var writer = Thread.ofVirtual().start(() -> {
                try (var in = process.getOutputStream()) {
                    in.write(script.toString().getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            writer.join();
            var all = new ArrayList<List<String>>();
            var words = new ArrayList<String>();
            for (var word : printed.split("\u0000")) {
                if (word.equals("\u0001")) {
                    all.add(List.copyOf(words));
                    words.clear();
                } else {
                    words.add(word);
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_value_in_sql_stays_one_name_or_one_literal() {
        var library = VerbatimEntryTest.read(SQL);
        Cases.run(2_000, random -> {
            var name = Hostile.value(random);
            var text = Hostile.value(random);
            var number = String.valueOf(random.nextInt(-3, 4));
            var subject = new Subject.SqlSubject(
                    "call",
                    List.of(name),
                    dev.astern.library.model.StatementWords.of("CALL x()"),
                    dev.astern.connector.Tier.WRITE,
                    dev.astern.connector.Reversibility.TRIVIALLY_REVERSIBLE);
            var match = library.find(subject);
            if (match.isEmpty()) {
                assertThat(Printable.is(name) && ValueType.IDENTIFIER.admits(name))
                        .isFalse();
                return;
            }
            var filling = match.get().compensation(Json.write(Map.of("text", text, "count", Integer.valueOf(number))));
            if (filling instanceof Filling.Unfilled) {
                assertThat(Printable.is(text)).isFalse();
                return;
            }
            var line = ((Filling.Filled) filling).step().line();
            var shown = number.startsWith("-") ? "(" + number + ")" : number;
            assertThat(line)
                    .isEqualTo("UPDATE " + SqlQuote.identifier(name) + " SET a = " + SqlQuote.literal(text) + ", b = "
                            + shown + " - " + shown + " WHERE c = " + SqlQuote.literal(text));
            assertThat(unquoted(SqlQuote.literal(text))).isEqualTo(text);
            assertThat(String.join(
                            ".",
                            Arrays.stream(SqlQuote.identifier(name).split("(?<=\")\\.(?=\")", -1))
                                    .map(part ->
                                            part.substring(1, part.length() - 1).replace("\"\"", "\""))
                                    .toList()))
                    .isEqualTo(name);
        });
    }

    /** A literal, read by the rules of PostgreSQL's manual. */
    private static String unquoted(String literal) {
        boolean escapes = literal.startsWith("E");
        var inside = literal.substring(escapes ? 2 : 1, literal.length() - 1);
        var text = new StringBuilder();
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c == '\'' || (escapes && c == '\\')) {
                i++;
                assertThat(inside.charAt(i)).as("a lone %s in %s", c, literal).isEqualTo(c);
            } else {
                assertThat(c == '\\').as("a bare backslash in %s", literal).isFalse();
            }
            text.append(c);
        }
        return text.toString();
    }

    @Test
    void a_value_in_a_request_stays_one_segment_and_one_json_value() {
        var library = VerbatimEntryTest.read(HTTP);
        Cases.run(2_000, random -> {
            var thing = Hostile.printable(random).replace("\ud800", "x");
            var name = Hostile.printable(random);
            var match = library.find(new Subject.HttpSubject("PATCH", "/things/" + PercentEncode.value(thing)));
            if (match.isEmpty()) {
                assertThat(List.of(".", "..")).contains(thing);
                return;
            }
            var before = Map.of("name", name);
            var request =
                    (RecoveryStep.HttpRequest) ((Filling.Filled) match.get().compensation(Json.write(before))).step();
            var uri = URI.create("http://host" + request.path());
            assertThat(uri.getHost()).isEqualTo("host");
            assertThat(uri.getRawPath().split("/", -1)).hasSize(4);
            assertThat(uri.getPath()).isEqualTo("/things/" + thing + "/x-" + name);
            assertThat(uri.getQuery()).isEqualTo("n=" + name);
            assertThat(uri.getFragment()).isNull();
            assertThat(Json.read(request.body()).orElseThrow())
                    .isEqualTo(Map.of("name", name, "text", "is " + name + "!", "all", before));
        });
    }

    @Test
    void a_path_s_dots_are_refused() {
        var library = VerbatimEntryTest.read("""
                kind: http
                command_pattern: "POST /things"
                reversibility: trivially_reversible
                compensating_action: "DELETE /things/{id}"
                rollback_safe: always
                placeholders:
                  id: {from: output, path: $.id, type: text}
                """);
        var match = library.find(new Subject.HttpSubject("POST", "/things")).orElseThrow();
        for (var id : List.of("..", ".")) {
            assertThat(Subjects.line(match.compensation("", Json.write(Map.of("id", id)))))
                    .isEqualTo("WRONG_TYPE id");
        }
        assertThat(Subjects.line(match.compensation("", "{\"id\": \"../..\"}"))).isEqualTo("DELETE /things/..%2F..");
    }
}
