package dev.astern.example.properties;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A folder of settings files. What a file is, its version says: its very lines. */
final class PropertiesSystem implements ResourceSystem {
    private static final String RESOURCE = "settings";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[^\\r\\n\\x00]{0,10000}");
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"values\":{\"type\":\"object\"}},"
                    + "\"required\":[\"name\"],\"additionalProperties\":false}";

    private final Path folder;

    PropertiesSystem(Path folder) {
        this.folder = folder;
    }

    /** @param values null where the file is to go */
    private record Write(String name, @Nullable Map<String, @Nullable String> values) {}

    @Override
    public List<Tool> tools() {
        return List.of(
                tool("read_settings", "Read a file of settings", true),
                tool("write_settings", "Set values of a file; it is made where it is not there", false),
                tool("delete_settings", "Delete a file of settings", false));
    }

    private static Tool tool(String name, String what, boolean readOnly) {
        return new Tool(name, what, what, SCHEMA, readOnly);
    }

    @Override
    public Understood understand(Call call) {
        if (!(call.arguments().get("name") instanceof String name)
                || !NAME.matcher(name).matches()) {
            return refused("name is that of a file, without its ending: letters, digits, _ and -");
        }
        var ref = Ref.of(RESOURCE, "name", name);
        return switch (call.tool()) {
            case "read_settings" -> doable("read", Tier.READ, name, List.of(), ref);
            case "delete_settings" ->
                doable("delete", Tier.DESTRUCTIVE, name, List.of(Expected.delete(ref)), new Write(name, null));
            case "write_settings" -> write(call, name, ref);
            default -> refused("there is no tool " + call.tool());
        };
    }

    private Understood write(Call call, String name, Ref ref) {
        if (!(call.arguments().get("values") instanceof Map<?, ?> given) || given.isEmpty()) {
            return refused("values are names and texts");
        }
        var values = new LinkedHashMap<String, @Nullable String>();
        for (var entry : given.entrySet()) {
            if (!(entry.getKey() instanceof String field)
                    || !(entry.getValue() instanceof String value)
                    || !FIELD.matcher(field).matches()
                    || !VALUE.matcher(value).matches()) {
                return refused("a value is one line of text, under a name of letters, digits, _, . and -");
            }
            values.put(field, value.strip());
        }
        return doable(
                "update",
                Tier.WRITE,
                name,
                List.of(Expected.insert(ref.resource(), ref.key(), new Image(values))),
                new Write(name, values));
    }

    private static Understood refused(String sentence) {
        return new Understood.Refused(Problem.of(Reason.BAD_REQUEST, sentence));
    }

    private static Understood doable(String verb, Tier tier, String name, List<Expected> expected, Object request) {
        var words = new Understood.Words(
                verb,
                tier,
                Reversibility.REVERSIBLE_WITH_STATE,
                List.of(RESOURCE),
                verb + " " + name,
                verb + " " + request,
                new Form.Other());
        return new Understood.Doable(words, expected, request);
    }

    private SettingsFile file(Ref ref) {
        return new SettingsFile(folder, Objects.requireNonNull(ref.key().get("name")));
    }

    @Override
    public Output answer(Object request, Within within) {
        return switch (read((Ref) request, within)) {
            case Seen.Present(var image, var version) ->
                new Output(
                        0,
                        List.of(new Output.Result(
                                "settings",
                                1,
                                List.of(new Output.Column("values", "text")),
                                List.of(List.of(image.fields().toString())),
                                false)));
            case Seen.Absent absent ->
                throw Problem.of(Reason.NOT_FOUND, "there is no such file").toException();
            case Seen.Unreadable(var problem) -> throw problem.toException();
        };
    }

    @Override
    public Seen read(Ref ref, Within within) {
        try {
            return file(ref)
                    .lines()
                    .<Seen>map(
                            lines -> new Seen.Present(new Image(SettingsFile.fields(lines)), String.join("\n", lines)))
                    .orElseGet(Seen.Absent::new);
        } catch (IOException e) {
            return new Seen.Unreadable(Problem.of(Reason.TARGET_UNREACHABLE, "the file can't be read"));
        }
    }

    @Override
    public Sent send(Object request, Sending how) {
        var write = (Write) request;
        var ref = Ref.of(RESOURCE, "name", write.name());
        var version = how.versions().get(ref);
        return changed(ref, is(version), lines -> next(lines, write));
    }

    private static Optional<List<String>> next(Optional<List<String>> lines, Write write) {
        var values = write.values();
        return values == null ? Optional.empty() : Optional.of(SettingsFile.with(lines.orElseGet(List::of), values));
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        return switch (restoration) {
            case Restoration.Put put -> {
                var values = new LinkedHashMap<String, @Nullable String>();
                put.fields().forEach(field -> values.put(field, put.wanted().get(field)));
                yield changed(
                        put.ref(),
                        is(put.version()),
                        lines -> Optional.of(SettingsFile.with(lines.orElseGet(List::of), values)));
            }
            case Restoration.Make make ->
                changed(
                        make.ref(),
                        is(null),
                        lines -> Optional.of(
                                SettingsFile.with(List.of(), make.wanted().fields())));
            case Restoration.Remove remove -> changed(remove.ref(), is(remove.version()), lines -> Optional.empty());
        };
    }

    /** Whether a file still has a version; null where it is not there. */
    private static Predicate<Optional<List<String>>> is(@Nullable String version) {
        return lines -> lines.map(all -> String.join("\n", all)).equals(Optional.ofNullable(version));
    }

    private Sent changed(
            Ref ref, Predicate<Optional<List<String>>> fits, UnaryOperator<Optional<List<String>>> change) {
        try {
            return file(ref).change(fits, change)
                    ? new Sent.Done(Output.empty())
                    : new Sent.Refused(Problem.of(Reason.CONFLICTING_STATE, "the file was changed meanwhile"));
        } catch (IOException e) {
            return new Sent.Doubtful(Problem.of(Reason.TARGET_UNREACHABLE, "the file can't be written"), true);
        }
    }

    @Override
    public boolean conditional(String resource) {
        return true;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        return Files.isWritable(folder)
                ? Optional.empty()
                : Optional.of(Problem.of(Reason.TARGET_UNREACHABLE, "the folder can't be written"));
    }

    @Override
    public void close() {}
}
