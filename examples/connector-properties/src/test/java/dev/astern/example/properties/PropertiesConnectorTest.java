package dev.astern.example.properties;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** All that this connector has to prove. */
class PropertiesConnectorTest extends ConnectorContract {
    @TempDir
    Path folder;

    @Override
    protected Laboratory open() {
        return new Folder(folder);
    }

    static final class Folder implements Laboratory {
        private final Path folder;
        private final MemoryKeeping keeping = new MemoryKeeping();
        private final Connector connector;

        Folder(Path folder) {
            this.folder = folder;
            this.connector = reopened();
        }

        @Override
        public Connector connector() {
            return connector;
        }

        @Override
        public Connector reopened() {
            var none = Secret.from(() -> "");
            return new PropertiesProvider()
                    .open(
                            new TargetConfig("settings", folder.toString(), "", none, Map.of()),
                            new Lent(keeping, reference -> none));
        }

        @Override
        public Set<Trait> traits() {
            return Trait.direct();
        }

        @Override
        public String field() {
            return "log.level";
        }

        @Override
        public String otherField() {
            return "timeout";
        }

        @Override
        public Call create(String key, Map<String, String> fields) {
            return new Call("write_settings", Map.of("name", key, "values", fields));
        }

        @Override
        public Call change(String key, String field, String value) {
            return new Call("write_settings", Map.of("name", key, "values", Map.of(field, value)));
        }

        @Override
        public Call delete(String key) {
            return new Call("delete_settings", Map.of("name", key));
        }

        @Override
        public Call read(String key) {
            return new Call("read_settings", Map.of("name", key));
        }

        @Override
        public Call nonsense() {
            return new Call("write_settings", Map.of("name", "../../etc/passwd", "values", Map.of("a", "b")));
        }

        private Path file(String key) {
            return folder.resolve(key + ".properties");
        }

        @Override
        public Optional<Map<String, String>> truth(String key) {
            try {
                if (!Files.exists(file(key))) {
                    return Optional.empty();
                }
                var fields = SettingsFile.fields(Files.readAllLines(file(key)));
                return Optional.of(Map.of(
                        field(), String.valueOf(fields.get(field())),
                        otherField(), String.valueOf(fields.get(otherField()))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void put(String key, Map<String, String> fields) {
            try {
                var lines = new ArrayList<String>(List.of("# kept by people"));
                fields.forEach((name, value) -> lines.add(name + " = " + value));
                Files.write(file(key), lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void edit(String key, String field, String value) {
            try {
                new SettingsFile(folder, key)
                        .change(
                                Optional::isPresent,
                                lines -> Optional.of(SettingsFile.with(lines.orElseThrow(), Map.of(field, value))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void remove(String key) {
            try {
                Files.delete(file(key));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            connector.close();
        }
    }
}
