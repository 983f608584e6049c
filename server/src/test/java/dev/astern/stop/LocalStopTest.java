package dev.astern.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStopTest {
    @TempDir
    private Path home;

    private Path folder;
    private LocalStop stop;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(home.resolve("stop"));
        stop = new LocalStop(folder);
    }

    private void assertStopped(String why) {
        assertThat(stop.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.reason()).isEqualTo(Reason.STOPPED);
            assertThat(problem.detail()).contains(why);
        });
    }

    @Test
    void an_empty_folder_stops_nothing() {
        assertThat(stop.problem()).isEmpty();
    }

    @Test
    void any_file_stops_until_it_is_gone() throws IOException {
        var file = Files.writeString(folder.resolve("local"), "odd\namounts\n");
        assertStopped("odd amounts");
        Files.delete(file);
        assertThat(stop.problem()).isEmpty();
        Files.createFile(folder.resolve(".hidden"));
        assertStopped("no reason given");
    }

    @Test
    void what_is_no_file_stops_as_well() throws IOException {
        Files.createDirectory(folder.resolve("local"));
        assertStopped("its reason can't be read");
    }

    @Test
    void a_folder_that_is_missing_stops() throws IOException {
        Files.delete(folder);
        assertStopped("missing or can't be read");
    }

    @Test
    void a_folder_that_can_not_be_listed_stops() throws IOException {
        Files.delete(folder);
        Files.createFile(folder);
        assertStopped("missing or can't be read");
    }
}
