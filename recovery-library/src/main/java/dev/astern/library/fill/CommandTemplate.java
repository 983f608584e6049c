package dev.astern.library.fill;

import dev.astern.library.model.FillProblem;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.RecoveryStep;
import dev.astern.library.model.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command as a list of words. A value fills inside one word and can make no other; a word that is JSON is filled as
 * JSON.
 */
record CommandTemplate(String text, List<Word> words) implements Template.Command {
    /** Programs that read some word as code: no quoting would hold there. */
    private static final Set<String> INTERPRETERS = Set.of(
            "sh",
            "bash",
            "dash",
            "zsh",
            "ksh",
            "fish",
            "csh",
            "tcsh",
            "ash",
            "busybox",
            "eval",
            "exec",
            "env",
            "xargs",
            "ssh",
            "sudo",
            "su",
            "doas",
            "nohup",
            "watch",
            "parallel",
            "find",
            "awk",
            "gawk",
            "mawk",
            "sed",
            "perl",
            "python",
            "python3",
            "ruby",
            "node",
            "php",
            "lua",
            "tclsh",
            "osascript",
            "pwsh",
            "powershell",
            "cmd");

    sealed interface Word {
        record Text(TextTemplate template) implements Word {}

        record JsonWord(JsonTemplate template) implements Word {}
    }

    CommandTemplate {
        words = List.copyOf(words);
    }

    static Template.Read read(String text) {
        return switch (Words.ofTemplate(text)) {
            case Words.Split.Bad bad -> new Read.Bad(bad.shell() ? Flaw.SHELL : Flaw.SYNTAX, bad.detail());
            case Words.Split.Ok ok -> read(text, ok.words());
        };
    }

    private static Template.Read read(String text, List<String> split) {
        var program = split.getFirst();
        if (!TextTemplate.of(program).holes().isEmpty() || program.isEmpty() || program.startsWith("-")) {
            return new Read.Bad(Flaw.SYNTAX, "its program must be fixed");
        }
        if (INTERPRETERS.contains(program.substring(program.lastIndexOf('/') + 1))) {
            return new Read.Bad(Flaw.INTERPRETER, program + " reads words as code or runs other programs");
        }
        var words = new ArrayList<Word>();
        for (var word : split) {
            if (!looksLikeJson(word)) {
                words.add(new Word.Text(TextTemplate.of(word)));
                continue;
            }
            var json = JsonTemplate.of(word);
            if (json.isEmpty()) {
                return new Read.Bad(
                        Flaw.SYNTAX, word + " looks like JSON and is none; a placeholder stands in it as a string");
            }
            words.add(new Word.JsonWord(json.get()));
        }
        return new Read.Ok(new CommandTemplate(text, words));
    }

    private static boolean looksLikeJson(String word) {
        return word.matches("(?s)[\\[{]\\s*[\"\\[{\\]}].*");
    }

    @Override
    public String program() {
        return words.getFirst() instanceof Word.Text text ? text.template().fill(name -> name) : "";
    }

    @Override
    public Set<String> holes() {
        return collect(true);
    }

    @Override
    public Set<String> textHoles() {
        return collect(false);
    }

    private Set<String> collect(boolean whole) {
        var names = new LinkedHashSet<String>();
        for (var word : words) {
            names.addAll(
                    switch (word) {
                        case Word.Text text -> text.template().holes();
                        case Word.JsonWord json ->
                            whole ? json.template().holes() : json.template().textHoles();
                    });
        }
        return names;
    }

    @Override
    public Filling fill(Values values, List<String> carried) {
        var argv = new ArrayList<String>();
        for (var word : words) {
            var problem = option(word, values, argv.contains("--"));
            if (problem.isPresent()) {
                return new Filling.Unfilled(problem.get());
            }
            argv.add(
                    switch (word) {
                        case Word.Text text -> text.template().fill(values::text);
                        case Word.JsonWord json -> Json.write(json.template().fill(values));
                    });
        }
        // Right after the program: some know these options only there, and the others anywhere.
        argv.addAll(1, carried);
        return new Filling.Filled(new RecoveryStep.CommandLine(argv, ShellQuote.line(argv)));
    }

    private static Optional<FillProblem> option(Word word, Values values, boolean afterDashes) {
        if (afterDashes || !(word instanceof Word.Text text) || !text.template().startsWithHole()) {
            return Optional.empty();
        }
        var name = text.template().holes().iterator().next();
        return values.text(name).startsWith("-")
                ? Optional.of(new FillProblem(
                        FillProblem.Code.LOOKS_LIKE_AN_OPTION, name, "{" + name + "} begins with a dash"))
                : Optional.empty();
    }
}
