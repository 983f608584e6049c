package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.model.Finding;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.Source;
import dev.astern.library.model.Subject.CommandSubject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which places commands name that they write. */
class WritesTest {
    private static final String ENTRY = """
            command_pattern: "pack {from} {to}"
            reversibility: reversible_with_backup
            compensating_action: restore
            rollback_safe: "while it is unchanged"
            pre_capture: capture
            placeholders: {from: {type: path}, to: {type: path}}
            """;

    private static List<NamedPlace> shipped(String... argv) {
        return RecoveryLibrary.shipped()
                .find(new CommandSubject(List.of(argv)))
                .map(Match::writes)
                .orElse(List.of());
    }

    private static List<String> paths(String line) {
        return shipped(line.split(" ")).stream().map(NamedPlace::path).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rm a                             | a
            rm -f -- -a                      | -a
            rm -r a b c                      | a b c
            rm -- a -f                       | a -f
            rm *.txt                         | *.txt
            mv a b                           | a b
            mv -nT a b                       | a b
            cp -a a b                        | b
            chmod u+x a                      | a
            chmod -R 755 a                   | a
            mkdir -p a/b/c                   | a/b/c
            touch -c a b                     | a b
            tee -a a b                       | a b
            truncate -s 0 a                  | a
            ln -sT a b                       | b
            sed -i s/a/b/g c                 | c
            sed -E -i s/a+/b/ c              | c
            """)
    void places_are_what_stands_in_the_arguments(String line, String places) {
        assertThat(paths(line)).containsExactly(places.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm",
                "rm -i a",
                "rm --no-preserve-root -r a",
                "/bin/rm a",
                "mv a b c",
                "mv -t b a",
                "mv --target-directory=b a",
                "mv -b a b",
                "cp --backup a b",
                "cp -l a b",
                "chmod --reference=a b",
                "touch -r a b",
                "touch -d yesterday b",
                "sed -i.bak s/a/b/ c",
                "sed --in-place=.bak s/a/b/ c",
                "sed -i s/a/b/e c",
                "sed -i s/a/b/w c",
                "sed -i s/a/b/gw c",
                "sed -i s/a/b\\/w c",
                "sed -i -e s/a/b/ c",
                "sed -i s,a,b, c",
                "sed s/a/b/ c",
                "sed -i 1e c",
                "git commit -m x",
                "shred a",
                "sh -c rm",
                "dd of=a"
            })
    void a_command_that_is_not_wholly_understood_names_none(String line) {
        assertThat(paths(line)).isEmpty();
    }

    @Test
    void what_a_shell_would_do_with_a_name_is_not_done() {
        assertThat(shipped("rm", "a b", "$HOME", "~"))
                .extracting(NamedPlace::path)
                .containsExactly("a b", "$HOME", "~");
        assertThat(shipped("sed", "-i", "s/a/b/\nw secret", "c")).isEmpty();
        assertThat(shipped("sed", "-i", "s/a\nw b/c/", "c")).isEmpty();
    }

    @Test
    void it_is_said_how_a_command_treats_a_place() {
        assertThat(shipped("mv", "a", "b"))
                .containsExactly(
                        new NamedPlace("a", false, true, Optional.empty()),
                        new NamedPlace("b", true, true, Optional.of("a")));
        assertThat(shipped("touch", "a")).containsExactly(new NamedPlace("a", true, false, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            writes: "{other}"                                  | NO_SOURCE
            writes: "prefix/{to}"                              | WRONG_TYPE
            writes: "..."                                      | NO_SOURCE
            writes: []                                         | WRONG_TYPE
            writes: [[]]                                       | WRONG_TYPE
            writes: [{follows: false}]                         | MISSING_FIELD
            writes: [{place: "{to}", deep: true}]              | UNKNOWN_KEY
            writes: [{place: "{to}", follows: maybe}]          | WRONG_TYPE
            writes: [{place: "{to}", into: "{other}"}]         | NO_SOURCE
            """)
    void what_is_wrong_is_said(String line, Code code) {
        assertThat(findings(ENTRY + line + "\n")).contains(code);
    }

    @Test
    void further_words_have_to_be_accounted_for() {
        var open = ENTRY.replace("{to}\"", "{to} ...\"");
        assertThat(findings(open + "writes: \"{to}\"\n")).contains(Code.CONTRADICTION);
        assertThat(findings(ENTRY.replace("\"pack {from} {to}\"", "'a/b {\"c\": \"{to}\"}'")
                        + "kind: mcp\nwrites: \"{to}\"\n"))
                .contains(Code.CONTRADICTION);
        assertThat(findings(open + "writes: [\"{to}\", \"...\"]\n")).isEmpty();
    }

    private static List<Code> findings(String text) {
        return switch (RecoveryLibrary.load(List.of(new Source("a.yaml", text)))) {
            case Loaded.Read read -> List.of();
            case Loaded.Malformed(var findings) ->
                findings.stream().filter(Finding::error).map(Finding::code).toList();
        };
    }
}
