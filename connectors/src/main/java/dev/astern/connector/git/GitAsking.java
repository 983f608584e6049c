package dev.astern.connector.git;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.http.Shown;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Understood;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools, and what calls of them mean. Nothing here touches the repository. */
final class GitAsking {
    static final String FILES = "files";
    static final String PLAIN = "100644";
    private static final String EXECUTABLE = "100755";
    private static final int MAX_MESSAGE = 2_000;

    private GitAsking() {}

    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String sentence;

        Wrong(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }
    }

    static List<Tool> tools() {
        var path = "\"path\":{\"type\":\"string\",\"description\":\"from the repository's root, with /\"}";
        var message = "\"message\":{\"type\":\"string\",\"description\":\"why, for the commit\"}";
        return List.of(
                tool("read_file", "Read a file", "Shows a file of the branch.", path, "\"path\"", true),
                tool(
                        "list_files",
                        "List files",
                        "Lists the files of the branch, or of a folder in it.",
                        "\"folder\":{\"type\":\"string\"}",
                        "",
                        true),
                tool(
                        "write_file",
                        "Write a file",
                        "Makes a file, or replaces all of it, in one commit.",
                        path + ",\"content\":{\"type\":\"string\"},\"base64\":{\"type\":\"string\",\"description\":"
                                + "\"instead of content, for what is no text\"},\"executable\":{\"type\":\"boolean\"},"
                                + message,
                        "\"path\"",
                        false),
                tool(
                        "delete_file",
                        "Delete a file",
                        "Deletes a file, in one commit.",
                        path + "," + message,
                        "\"path\"",
                        false));
    }

    private static Tool tool(
            String name, String title, String description, String properties, String required, boolean readOnly) {
        var schema = "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required
                + "],\"additionalProperties\":false}";
        return new Tool(name, title, description, schema, readOnly);
    }

    static Understood understand(Call call) {
        try {
            return switch (call.tool()) {
                case "read_file" -> read(call);
                case "list_files" -> list(call);
                case "write_file" -> write(call);
                case "delete_file" -> delete(call);
                default -> throw new Wrong("there is no such tool");
            };
        } catch (Wrong e) {
            return new Understood.Refused(Problem.of(Reason.BAD_REQUEST, e.sentence));
        }
    }

    private static Understood read(Call call) {
        only(call, Set.of("path"));
        var path = path(call);
        return doable("read", Tier.READ, path, "", null, new Ask.Read(path));
    }

    private static Understood list(Call call) {
        only(call, Set.of("folder"));
        var folder = text(call, "folder").orElse("");
        if (!folder.isEmpty() && !Paths.good(folder)) {
            throw new Wrong(Shown.of(folder) + " is no folder that can be named here");
        }
        return doable("list", Tier.READ, folder, "", null, new Ask.ListAll(folder));
    }

    private static Understood write(Call call) {
        only(call, Set.of("path", "content", "base64", "executable", "message"));
        var path = path(call);
        var content = content(call);
        var executable = call.arguments().get("executable");
        if (executable != null && !(executable instanceof Boolean)) {
            throw new Wrong("executable is true or false");
        }
        var mode = executable == null ? null : executable.equals(true) ? EXECUTABLE : PLAIN;
        var expected = Expected.insert(FILES, ref(path).key(), new Image(content.fields(mode)));
        var ask = new Ask.Write(path, content, mode, message(call, "Write " + path));
        return doable("write", Tier.WRITE, path, "\n" + content.value(), expected, ask);
    }

    private static Content content(Call call) {
        var text = text(call, Content.TEXT);
        var binary = text(call, Content.BINARY);
        if (text.isPresent() == binary.isPresent()) {
            throw new Wrong("write_file needs either content or base64");
        }
        var content = text.map(t -> new Content(Content.TEXT, t))
                .or(() -> binary.flatMap(Content::binary))
                .orElseThrow(() -> new Wrong("base64 is no Base64"));
        if (content.bytes().length > Commits.SIZE_LIMIT) {
            throw new Wrong("a file has at most " + Commits.SIZE_LIMIT + " bytes");
        }
        return content;
    }

    private static Understood delete(Call call) {
        only(call, Set.of("path", "message"));
        var path = path(call);
        var ask = new Ask.Delete(path, message(call, "Delete " + path));
        return doable("delete", Tier.DESTRUCTIVE, path, "", Expected.delete(ref(path)), ask);
    }

    static Ref ref(String path) {
        return Ref.of(FILES, "path", path);
    }

    private static void only(Call call, Set<String> known) {
        for (var name : call.arguments().keySet()) {
            if (!known.contains(name)) {
                throw new Wrong(call.tool() + " has no argument " + Shown.of(name) + "; it has "
                        + known.stream().sorted().toList());
            }
        }
    }

    private static Optional<String> text(Call call, String name) {
        var value = call.arguments().get(name);
        if (value != null && !(value instanceof String)) {
            throw new Wrong(name + " is a text");
        }
        // A text with half a character in it has no bytes of its own.
        return Optional.ofNullable((String) value).map(text -> {
            if (!java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new Wrong(name + " is no text that UTF-8 can write");
            }
            return text;
        });
    }

    private static String path(Call call) {
        var path = text(call, "path").orElseThrow(() -> new Wrong(call.tool() + " needs path"));
        if (!Paths.good(path)) {
            throw new Wrong(Shown.of(path) + " is no path of a file that can be named here");
        }
        return path;
    }

    private static String message(Call call, String otherwise) {
        var message = text(call, "message").filter(text -> !text.isBlank()).orElse(otherwise);
        if (message.length() > MAX_MESSAGE || message.indexOf('\0') >= 0) {
            throw new Wrong("a message has at most " + MAX_MESSAGE + " characters");
        }
        return message;
    }

    private static Understood doable(
            String verb, Tier tier, String path, String body, @Nullable Expected expected, Ask ask) {
        var summary = verb + " " + (path.isEmpty() ? "files" : path);
        var words = new Understood.Words(
                verb,
                tier,
                expected == null ? Reversibility.TRIVIALLY_REVERSIBLE : Reversibility.REVERSIBLE_WITH_STATE,
                List.of(FILES),
                summary,
                summary + body,
                new Form.Other());
        return new Understood.Doable(words, expected == null ? List.of() : List.of(expected), ask);
    }
}
