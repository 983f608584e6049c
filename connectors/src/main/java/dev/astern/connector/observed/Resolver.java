package dev.astern.connector.observed;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.common.Texts;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.entry.Entry;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Subject;
import dev.astern.library.model.Subject.CommandSubject;
import dev.astern.library.model.Subject.McpSubject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Understands what an agent's host is about to run, by the names that such hosts use. What nobody described is taken for the
 * worst; and as nothing is captured, no class may rest on a state that somebody kept.
 */
final class Resolver {
    /** The arguments of a call: what the tool is given, and where. */
    static final String INPUT = "input";

    static final String CWD = "cwd";

    private static final int MAX_NAME = 200;
    private static final int MAX_COMMAND = 100_000;
    private static final int MAX_INPUT = 1 << 20;
    private static final String MCP = "mcp__";

    /** They look at files and at the web, or write nothing but the agent's own notes. */
    private static final Set<String> READING = Set.of(
            "Read",
            "Glob",
            "Grep",
            "LS",
            "NotebookRead",
            "WebFetch",
            "WebSearch",
            "TodoRead",
            "TodoWrite",
            "BashOutput",
            "AskUserQuestion",
            "ExitPlanMode");

    private final RecoveryLibrary library;
    private final Set<String> reads;

    /** @param reads tools of which the operator says that they only read */
    Resolver(RecoveryLibrary library, Set<String> reads) {
        this.library = library;
        this.reads = reads;
    }

    Resolution resolve(Call call) {
        try {
            return new Resolution.Resolved(operation(call.tool(), input(call)));
        } catch (ProblemException e) {
            return new Resolution.Refused(e.problem());
        }
    }

    private static Map<String, @Nullable Object> input(Call call) {
        if (call.tool().isBlank() || call.tool().length() > MAX_NAME) {
            throw Texts.bad("a tool's name has 1 to " + MAX_NAME + " characters");
        }
        if (!(call.arguments().get(INPUT) instanceof Map<?, ?> given)) {
            throw Texts.bad("the tool's input is missing, or is no object");
        }
        var input = new HashMap<String, @Nullable Object>();
        given.forEach((name, value) -> input.put(String.valueOf(name), value));
        return input;
    }

    private ObservedOperation operation(String tool, Map<String, @Nullable Object> input) {
        var shown = json(input);
        if (reads.contains(tool) || READING.contains(tool)) {
            return new ObservedOperation(
                    "read",
                    Tier.READ,
                    Reversibility.TRIVIALLY_REVERSIBLE,
                    List.of(tool),
                    Texts.shown(tool + " " + shown),
                    tool + " " + shown,
                    form(tool, input),
                    true);
        }
        return switch (tool) {
            case "Bash" -> command(text(input, "command"));
            case "Write" -> file("write", "writes ", text(input, "file_path"), shown);
            case "Edit", "MultiEdit" -> file("update", "edits ", text(input, "file_path"), shown);
            case "NotebookEdit" -> file("update", "edits ", text(input, "notebook_path"), shown);
            default -> called(tool, input, shown);
        };
    }

    private ObservedOperation command(String line) {
        if (line.isBlank() || line.length() > MAX_COMMAND || line.indexOf('\0') >= 0) {
            throw Texts.bad("a command has 1 to " + MAX_COMMAND + " characters, and no NUL");
        }
        var words = Commands.words(line);
        var entry = entry(new CommandSubject(words));
        boolean reads = entry.isEmpty() && Commands.onlyReads(words);
        return new ObservedOperation(
                reads ? "read" : verb(entry, "run"),
                reads ? Tier.READ : tier(entry, Tier.DESTRUCTIVE),
                reads ? Reversibility.TRIVIALLY_REVERSIBLE : unkept(entry, Reversibility.PARTIALLY_REVERSIBLE),
                List.of("commands"),
                "runs " + Texts.shown(line),
                line,
                new Form.Command(words),
                true);
    }

    private static ObservedOperation file(String verb, String does, String path, String shown) {
        return new ObservedOperation(
                verb,
                Tier.WRITE,
                Reversibility.PARTIALLY_REVERSIBLE,
                List.of("files/" + path),
                does + Texts.shown(path),
                does + path + "\n" + shown,
                new Form.Other(),
                true);
    }

    /** A tool of an MCP server, or one that nobody here has heard of. */
    private ObservedOperation called(String tool, Map<String, @Nullable Object> input, String shown) {
        var form = form(tool, input);
        var entry = form instanceof Form.Mcp(var server, var name, var arguments)
                ? entry(new McpSubject(server, name, new HashMap<>(arguments)))
                : Optional.<Entry>empty();
        return new ObservedOperation(
                verb(entry, "unknown"),
                tier(entry, Tier.DESTRUCTIVE),
                unkept(entry, Reversibility.IRREVERSIBLE),
                List.of(tool),
                Texts.shown(tool + " " + shown),
                tool + " " + shown,
                form,
                entry.isPresent());
    }

    /** {@code mcp__server__tool} is how hosts name the tools of their MCP servers. */
    private static Form form(String tool, Map<String, @Nullable Object> input) {
        int end = tool.startsWith(MCP) ? tool.indexOf("__", MCP.length()) : -1;
        return end > MCP.length() && end + 2 < tool.length()
                ? new Form.Mcp(tool.substring(MCP.length(), end), tool.substring(end + 2), input)
                : new Form.Other();
    }

    private Optional<Entry> entry(Subject subject) {
        return library.find(subject).map(match -> match.entry());
    }

    private static String verb(Optional<Entry> entry, String otherwise) {
        return entry.map(known -> known.classed().verbs())
                .map(verbs -> verbs.isEmpty() ? "run" : verbs.getFirst().name().toLowerCase(Locale.ROOT))
                .orElse(otherwise);
    }

    private static Tier tier(Optional<Entry> entry, Tier otherwise) {
        return entry.map(known -> known.classed().tier()).orElse(otherwise);
    }

    /** An entry's class as far as it holds where nobody captured anything. */
    private static Reversibility unkept(Optional<Entry> entry, Reversibility otherwise) {
        return entry.map(known -> {
                    var classed = known.classed();
                    boolean needsNothing = classed.reversibility() == Reversibility.TRIVIALLY_REVERSIBLE
                            && known.recovery().preCapture() instanceof Template.Nothing;
                    return classed.tier() == Tier.READ || needsNothing
                            ? classed.reversibility()
                            : classed.reversibility().atLeast(Reversibility.PARTIALLY_REVERSIBLE);
                })
                .orElse(otherwise);
    }

    private static String text(Map<String, @Nullable Object> input, String name) {
        if (input.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw Texts.bad(name + " is missing, or is no text");
    }

    private static String json(Map<String, @Nullable Object> input) {
        var json = Texts.JSON.writeValueAsString(Texts.JSON.<tools.jackson.databind.JsonNode>valueToTree(input));
        if (json.length() > MAX_INPUT) {
            throw Texts.bad("the tool's input has more than " + MAX_INPUT + " characters");
        }
        return json;
    }
}
