package dev.astern.workspace.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.workspace.FileCall;
import dev.astern.workspace.ReadCall;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.CommandWords;
import dev.astern.workspace.connector.WorkspaceOperation.What;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.RelPath;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Understands calls. */
final class Resolver {
    private static final int LARGEST_READ = 1 << 20;
    private static final int USUAL_READ = 1 << 18;
    private static final int MOST_NAMES = 10_000;
    private static final int LONGEST_COMMAND = 100_000;

    private final String root;
    private final Commands commands;

    Resolver(String root, Commands commands) {
        this.root = root;
        this.commands = commands;
    }

    Resolution resolve(Call call) {
        try {
            return new Resolution.Resolved(operation(call));
        } catch (ProblemException e) {
            return new Resolution.Refused(e.problem());
        }
    }

    private WorkspaceOperation operation(Call call) {
        return switch (call.tool()) {
            case WorkspaceTools.RUN_COMMAND -> command(arguments(call, "argv", "command", "cwd", "timeout_seconds"));
            case WorkspaceTools.READ_FILE -> {
                var a = arguments(call, "path", "offset", "limit");
                var path = a.path("path");
                yield read(
                        new ReadCall.File(path, a.number("offset", 0, Long.MAX_VALUE), limit(a)),
                        path,
                        "reads " + path);
            }
            case WorkspaceTools.LIST_FILES -> {
                var a = arguments(call, "path", "recursive", "limit");
                var path = a.pathOr("path");
                int limit = (int) a.number("limit", 1_000, MOST_NAMES);
                yield read(new ReadCall.Listing(path, a.flag("recursive"), limit), path, "lists " + shown(path));
            }
            case WorkspaceTools.READ_OUTPUT -> {
                var a = arguments(call, "action", "sha256", "offset", "limit");
                var printed = new ReadCall.Printed(
                        a.text("action"), digest(a), a.number("offset", 0, Long.MAX_VALUE), limit(a));
                yield read(printed, RelPath.ROOT, "reads what a command printed");
            }
            case WorkspaceTools.WRITE_FILE -> write(arguments(call, "path", "content", "content_base64"));
            case WorkspaceTools.EDIT_FILE -> {
                var a = arguments(call, "path", "old", "new", "all");
                var path = a.path("path");
                var edit = new FileCall.Edit(path, a.text("old"), a.text("new"), a.flag("all"));
                yield files(edit, "update", Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, "edits " + path);
            }
            case WorkspaceTools.DELETE_FILE -> {
                var a = arguments(call, "path", "recursive");
                var path = a.path("path");
                var delete = new FileCall.Delete(path, a.flag("recursive"));
                yield files(
                        delete, "delete", Tier.DESTRUCTIVE, Reversibility.REVERSIBLE_WITH_BACKUP, "deletes " + path);
            }
            case WorkspaceTools.MOVE_FILE -> move(arguments(call, "from", "to", "overwrite"));
            case WorkspaceTools.MAKE_FOLDER -> {
                var path = arguments(call, "path").path("path");
                yield files(
                        new FileCall.MakeFolder(path),
                        "create",
                        Tier.WRITE,
                        Reversibility.TRIVIALLY_REVERSIBLE,
                        "makes the folder " + path);
            }
            default -> throw WorkspaceSettings.bad("there is no such tool");
        };
    }

    private Arguments arguments(Call call, String... known) {
        return new Arguments(call.arguments(), Set.of(known), root);
    }

    private static int limit(Arguments arguments) {
        return Math.max(1, (int) arguments.number("limit", USUAL_READ, LARGEST_READ));
    }

    private static String digest(Arguments arguments) {
        var digest = arguments.text("sha256");
        if (!digest.matches("[0-9a-f]{64}")) {
            throw WorkspaceSettings.bad("sha256 has 64 digits");
        }
        return digest;
    }

    private WorkspaceOperation write(Arguments a) {
        var path = a.path("path");
        var text = a.textOr("content");
        var base64 = a.textOr("content_base64");
        if ((text == null) == (base64 == null)) {
            throw WorkspaceSettings.bad("give content or content_base64");
        }
        var call = text != null ? FileCall.Write.text(path, text) : new FileCall.Write(path, decoded(base64));
        return files(call, "write", Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, "writes " + path);
    }

    private static String decoded(@org.jspecify.annotations.Nullable String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64 == null ? "" : base64), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw WorkspaceSettings.bad("content_base64 is not in base64");
        }
    }

    private WorkspaceOperation move(Arguments a) {
        boolean overwrite = a.flag("overwrite");
        var call = new FileCall.Move(a.path("from"), a.path("to"), overwrite);
        return files(
                call,
                "move",
                overwrite ? Tier.DESTRUCTIVE : Tier.WRITE,
                overwrite ? Reversibility.REVERSIBLE_WITH_BACKUP : Reversibility.REVERSIBLE_WITH_STATE,
                "moves " + call.from() + " to " + call.to());
    }

    private static WorkspaceOperation read(ReadCall call, RelPath path, String summary) {
        return new WorkspaceOperation(
                new What.Read(call),
                "read",
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                List.of(resource(path)),
                summary,
                summary,
                new Form.Other(),
                List.of());
    }

    private static WorkspaceOperation files(
            FileCall call, String verb, Tier tier, Reversibility reversibility, String summary) {
        var resources = call instanceof FileCall.Move move
                ? List.of(resource(move.from()), resource(move.to()))
                : List.of(resource(FileCall.pathOf(call)));
        return new WorkspaceOperation(
                new What.Files(call),
                verb,
                tier,
                reversibility,
                resources,
                summary,
                text(call, summary),
                new Form.Other(),
                List.of());
    }

    /** All that will happen, for whoever is asked about it. */
    private static String text(FileCall call, String summary) {
        return switch (call) {
            case FileCall.Write write ->
                summary + "\n" + new String(write.raw().getBytes(ISO_8859_1), java.nio.charset.StandardCharsets.UTF_8);
            case FileCall.Edit edit -> summary + "\n- " + edit.old() + "\n+ " + edit.replacement();
            default -> summary;
        };
    }

    static String resource(RelPath path) {
        return path.isRoot() ? Change.FILES : Change.FILES + "/" + path.text();
    }

    private static String shown(RelPath path) {
        return path.isRoot() ? "the workspace" : path.text();
    }

    private WorkspaceOperation command(Arguments a) {
        var argv = argv(a);
        if (argv.stream().mapToInt(String::length).sum() > LONGEST_COMMAND
                || argv.stream().anyMatch(word -> word.indexOf('\0') >= 0)
                || argv.getFirst().isEmpty()) {
            throw WorkspaceSettings.bad(
                    "a command has a program, no NUL, and at most " + LONGEST_COMMAND + " characters");
        }
        long seconds = a.number("timeout_seconds", 0, 86_400);
        return commands.operation(
                new Command(argv, a.pathOr("cwd")), seconds == 0 ? null : Duration.ofSeconds(seconds));
    }

    private static List<String> argv(Arguments a) {
        var command = a.textOr("command");
        if (command == null) {
            return a.texts("argv");
        }
        if (command.isBlank()) {
            throw WorkspaceSettings.bad("command is empty");
        }
        return CommandWords.of(command);
    }
}
