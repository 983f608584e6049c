package dev.astern.workspace.program;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import dev.astern.library.Match;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.entry.RollbackFacts;
import dev.astern.library.entry.Safety;
import dev.astern.library.fill.ShellQuote;
import dev.astern.library.model.Captures;
import dev.astern.library.model.Placeholder;
import dev.astern.workspace.command.CommandWords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What programs change elsewhere, as far as the recovery library knows them. A resource is what an entry's pre-capture
 * tells of; its fields are the values that the compensating action needs.
 */
final class ProgramSystem implements ResourceSystem {
    private static final int LONGEST = 100_000;
    private static final int SUMMARY = 200;
    /** What holds whenever the engine puts something back. */
    private static final RollbackFacts NOW =
            new RollbackFacts(Optional.of(true), Optional.of(true), Optional.of(true), Optional.<Duration>empty());

    /** What a pre-capture prints does not depend on the command's own words. */
    private static final Captures NOTHING = new Captures(Map.of(), List.of());

    private static final Tool TOOL = new Tool(
            "run_command",
            "Run a command",
            "Runs a program that changes another system. Give `argv`, or `command` in plain words. Commands that the"
                    + " recovery library knows how to take back are captured before and can be undone; others can not.",
            """
            {"type":"object","properties":{"argv":{"type":"array","items":{"type":"string"},"minItems":1},\
            "command":{"type":"string"}},"additionalProperties":false}""",
            false);

    private final Supplier<RecoveryLibrary> library;
    private final Shell shell;

    ProgramSystem(Supplier<RecoveryLibrary> library, Shell shell) {
        this.library = library;
        this.shell = shell;
    }

    @Override
    public List<Tool> tools() {
        return List.of(TOOL);
    }

    @Override
    public Understood understand(Call call) {
        if (!call.tool().equals(TOOL.name())) {
            return refused("there is only run_command");
        }
        var argv = argv(call.arguments());
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            return refused("give argv, a list of words, or command, a text; and nothing else");
        }
        if (argv.stream().mapToInt(String::length).sum() > LONGEST
                || argv.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            return refused("a command has no NUL, and at most " + LONGEST + " characters");
        }
        var known = Known.of(library.get(), argv);
        var line = ShellQuote.line(argv);
        var words = new Understood.Words(
                known.verb(),
                known.tier(),
                known.reversibility(),
                known.ref().map(ref -> List.of(ref.resource())).orElse(List.of("programs")),
                "runs " + (line.length() <= SUMMARY ? line : line.substring(0, SUMMARY) + "…"),
                line,
                new Form.Command(argv));
        return new Understood.Doable(words, known.tier() == Tier.READ ? List.of() : known.expected(), known);
    }

    private static Understood refused(String detail) {
        return new Understood.Refused(Problem.of(Reason.BAD_REQUEST, detail));
    }

    private static List<String> argv(Map<String, ?> arguments) {
        if (arguments.size() != 1) {
            return List.of();
        }
        if (arguments.get("command") instanceof String command) {
            return CommandWords.of(command);
        }
        return arguments.get("argv") instanceof List<?> words && words.stream().allMatch(String.class::isInstance)
                ? words.stream().map(String.class::cast).toList()
                : List.of();
    }

    @Override
    public Output answer(Object request, Within within) {
        return switch (shell.run(((Known) request).argv(), within)) {
            case Shell.Ran.Ended ended -> ended.output();
            case Shell.Ran.NotStarted(var problem) -> throw problem.toException();
            case Shell.Ran.Lost(var problem) -> throw problem.toException();
        };
    }

    @Override
    public Seen read(Ref ref, Within within) {
        var reads = Argv.read(ref.key().get(Known.READS));
        return switch (shell.run(reads, within)) {
            case Shell.Ran.NotStarted(var problem) -> new Seen.Unreadable(problem);
            case Shell.Ran.Lost(var problem) -> new Seen.Unreadable(problem);
            case Shell.Ran.Ended(var exit, var stdout, var output)
            when exit == 0 && stdout.isPresent() ->
                values(ref, stdout.get())
                        .<Seen>map(values -> new Seen.Present(new Image(new TreeMap<>(values))))
                        .orElseGet(() -> unreadable("printed nothing that its recovery entry can use", reads));
            // It may be that there is no such thing, or that nobody answered: nobody can say which.
            case Shell.Ran.Ended ended -> unreadable("ended with exit code " + ended.exitCode(), reads);
        };
    }

    private static Seen.Unreadable unreadable(String what, List<String> reads) {
        return new Seen.Unreadable(
                Problem.of(Reason.TARGET_UNREACHABLE, "the pre-capture " + ShellQuote.line(reads) + " " + what));
    }

    private Optional<Map<String, String>> values(Ref ref, String stdout) {
        return library.get().entry(ref.resource()).flatMap(entry -> new Match(entry, NOTHING).captured(stdout));
    }

    @Override
    public Sent send(Object request, Sending how) {
        return sent(shell.run(((Known) request).argv(), how.within()));
    }

    private static Sent sent(Shell.Ran ran) {
        return switch (ran) {
            case Shell.Ran.Ended(var exit, var stdout, var output) when exit == 0 -> new Sent.Done(output);
            case Shell.Ran.Ended ended ->
                new Sent.Doubtful(
                        Problem.of(Reason.STATEMENT_FAILED, "the command ended with exit code " + ended.exitCode())
                                .with("exit_code", String.valueOf(ended.exitCode())),
                        true);
            case Shell.Ran.NotStarted(var problem) -> new Sent.Undelivered(problem);
            case Shell.Ran.Lost(var problem) -> new Sent.Doubtful(problem, false);
        };
    }

    /** The command itself, which names what the compensating action has to name. */
    @Override
    public String detail(Object request, Ref ref) {
        return Argv.write(((Known) request).argv());
    }

    @Override
    public Optional<Problem> objection(Restoration restoration) {
        if (!(restoration instanceof Restoration.Put put)) {
            return Optional.of(Problem.of(Reason.NOT_UNDOABLE, "only what is still there can be set back"));
        }
        var match = match(put);
        if (match.isEmpty()) {
            return Optional.of(Problem.of(
                    Reason.NO_BEFORE_STATE, "the recovery entry that took the state before is not in force any more"));
        }
        return switch (match.get().rollbackSafety(NOW, values(put.wanted()))) {
            case Safety.Unsafe(var why) -> Optional.of(Problem.of(Reason.NOT_UNDOABLE, why));
            case Safety.Safe _, Safety.Unknown _ -> Optional.empty();
        };
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        var put = (Restoration.Put) restoration;
        return match(put)
                .flatMap(match -> Known.command(match.compensation(values(put.wanted()))))
                .map(argv -> sent(shell.run(argv, within)))
                .orElseGet(() -> new Sent.Undelivered(Problem.of(
                        Reason.NO_BEFORE_STATE, "what was captured does not fill in the compensating action")));
    }

    /** Of the command that was run, as long as the same entry still speaks of it. */
    private Optional<Match> match(Restoration.Put put) {
        return Known.of(library.get(), Argv.read(put.detail()))
                .match()
                .filter(found -> found.entry().id().equals(put.ref().resource()));
    }

    private static Map<String, String> values(Image image) {
        var values = new TreeMap<String, String>();
        image.fields().forEach((name, value) -> values.put(name, Objects.requireNonNullElse(value, "")));
        return values;
    }

    @Override
    public boolean counts(String resource, String field) {
        return library.get()
                .entry(resource)
                .map(entry -> entry.recovery().placeholders().get(field))
                .map(Placeholder::counts)
                .orElse(false);
    }

    /** A compensating action sets all of it at once. */
    @Override
    public boolean byField(String resource) {
        return false;
    }

    @Override
    public boolean conditional(String resource) {
        return false;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        return shell.unreachable();
    }

    @Override
    public void close() {
        shell.close();
    }
}
