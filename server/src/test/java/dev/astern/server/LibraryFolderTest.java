package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.library.RecoveryLibrary;
import dev.astern.library.model.Subject.CommandSubject;
import dev.astern.workspace.connector.LibraryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFolderTest {
    private static final String ENTRY = """
            entries:
              - id: cards-set
                title: "Sets a card"
                command_pattern: "cards set {card} {value}"
                reversibility: "reversible_with_state"
                compensating_action: "cards set {card} {previous}"
                rollback_safe: "while nobody has changed it since"
                rollback_check: "unchanged"
                pre_capture: "cards show {card}"
                tier: write
                verbs: [update]
                needs_reconciliation: false
                idempotent: true
                placeholders:
                  card: {from: pattern, type: name}
                  previous: {from: pre_capture, path: $.value, type: text}
                timeout: 30s
                authority: "undo.execute"
                evidence: [receipt]
                time_to_recover: "1s-5m"
            """;

    @TempDir
    private Path folder;

    @Test
    void own_entries_are_in_force_beside_the_shipped_ones() throws IOException {
        Files.writeString(folder.resolve("cards.yaml"), ENTRY);
        Files.writeString(folder.resolve("README.txt"), "not read");
        var library = LibraryFolder.of(folder);
        var command = new CommandSubject(List.of("cards", "set", "a", "b"));
        assertThat(library.find(command))
                .hasValueSatisfying(match -> assertThat(match.entry().id()).isEqualTo("cards-set"));
        assertThat(RecoveryLibrary.shipped().find(command)).isEmpty();
        assertThat(library.entry("kubectl-scale")).isPresent();
        assertThat(LibraryFolder.of(null).digest())
                .isEqualTo(RecoveryLibrary.shipped().digest());
    }

    @Test
    void with_an_error_nothing_starts() throws IOException {
        refused("there is no file of recovery entries");
        Files.writeString(folder.resolve("cards.yaml"), ENTRY.replace("tier: write", "tier: sometimes"));
        refused("cards.yaml:10");
        assertThatThrownBy(() -> LibraryFolder.of(folder.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be read");
    }

    private void refused(String why) {
        assertThatThrownBy(() -> LibraryFolder.of(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
