package dev.astern.example.properties;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PropertiesSeededTest extends SeededContract {
    @TempDir
    Path folder;

    @Override
    protected Laboratory open() {
        try {
            return new PropertiesConnectorTest.Folder(Files.createTempDirectory(folder, "seed"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected int seeds() {
        return 10;
    }
}
