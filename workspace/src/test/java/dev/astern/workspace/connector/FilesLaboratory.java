package dev.astern.workspace.connector;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workspace whose resources are files of two lines. */
public class FilesLaboratory implements Laboratory {
    public final Path base;
    public final Path root;
    private final WorkspaceProvider provider;
    private @Nullable Connector connector;

    public FilesLaboratory() {
        try {
            var target = Files.createDirectories(Path.of("target", "sites"));
            base = Files.createTempDirectory(target, "lab").toAbsolutePath();
            root = Files.createDirectories(base.resolve("work"));
            Files.createDirectories(base.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        provider = new WorkspaceProvider(base.resolve("data"), Clock.systemUTC());
    }

    public WorkspaceProvider provider() {
        return provider;
    }

    public TargetConfig config(Map<String, String> more) {
        var options = new LinkedHashMap<>(Map.of("runner", "embedded"));
        options.putAll(more);
        return new TargetConfig("shop", root.toUri().toString(), "", Secret.from(() -> ""), options);
    }

    public static Lent lent() {
        return new Lent(new MemoryKeeping(), reference -> {
            throw Problem.of(Reason.BAD_REQUEST, "there are no secrets here").toException();
        });
    }

    @Override
    public final Connector connector() {
        if (connector == null) {
            connector = reopened();
        }
        return connector;
    }

    @Override
    public Connector reopened() {
        return provider.open(config(Map.of()), lent());
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.SAME_IDENTITY, Trait.CONDITIONAL, Trait.LIFE_CYCLE);
    }

    @Override
    public String field() {
        return "colour";
    }

    @Override
    public String otherField() {
        return "size";
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        return new Call("write_file", Map.of("path", key, "content", text(fields)));
    }

    @Override
    public Call change(String key, String field, String value) {
        var fields = new TreeMap<>(truth(key).orElse(Map.of()));
        fields.put(field, value);
        return create(key, fields);
    }

    @Override
    public Call delete(String key) {
        return new Call("delete_file", Map.of("path", key));
    }

    @Override
    public Call read(String key) {
        return new Call("read_file", Map.of("path", key));
    }

    @Override
    public Call nonsense() {
        return new Call("write_file", Map.of("path", "../etc/passwd", "content", "x"));
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        try {
            return Optional.of(Files.readString(root.resolve(key))
                    .lines()
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        try {
            Files.writeString(root.resolve(key), text(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    @Override
    public void edit(String key, String field, String value) {
        var fields = new TreeMap<>(truth(key).orElseThrow());
        fields.put(field, value);
        put(key, fields);
    }

    @Override
    public void remove(String key) {
        try {
            Files.delete(root.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connector().close();
        provider.close();
        try (var all = Files.walk(base)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
