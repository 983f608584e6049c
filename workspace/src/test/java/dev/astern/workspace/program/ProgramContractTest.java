package dev.astern.workspace.program;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.library.Loaded;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.model.Source;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands that a recovery entry knows keep the contract, whatever becomes of the program that runs. */
class ProgramContractTest extends ConnectorContract {
    static final RecoveryLibrary LIBRARY = library("""
            entries:
              - id: cards-set
                title: "Sets a card"
                command_pattern: "cards set {card} {new_title} {new_note}"
                reversibility: "reversible_with_state"
                compensating_action: "cards set {card} {title} {note}"
                rollback_safe: "while nobody has changed it since"
                rollback_check: "unchanged and {title} != 'locked'"
                pre_capture: "cards show {card}"
                tier: write
                verbs: [update]
                needs_reconciliation: false
                idempotent: true
                placeholders:
                  card: {from: pattern, type: name}
                  title: {from: pre_capture, path: $.title, type: text}
                  note: {from: pre_capture, path: $.note, type: text}
                timeout: 30s
                authority: "undo.execute"
                evidence: [receipt]
                time_to_recover: "1s-5m"
              - id: cards-show
                title: "Shows a card"
                command_pattern: "cards show {card}"
                reversibility: "trivially_reversible"
                compensating_action: "none"
                rollback_safe: "always"
                pre_capture: "none"
                tier: read
                verbs: [read]
                needs_reconciliation: false
                idempotent: true
                timeout: 30s
                authority: "undo.execute"
                evidence: [receipt]
                time_to_recover: "1s-5m"
            """);

    private static RecoveryLibrary library(String text) {
        return switch (RecoveryLibrary.load(List.of(new Source("test", text)))) {
            case Loaded.Read read -> read.library();
            case Loaded.Malformed malformed -> throw new AssertionError(malformed.findings());
        };
    }

    @Override
    protected Laboratory open() {
        return new Cards();
    }

    static final class Cards implements Laboratory {
        private final CardShell shell = new CardShell();
        private final MemoryKeeping keeping = new MemoryKeeping();
        private final Connector connector = reopened();

        private static Call run(String... argv) {
            return new Call("run_command", Map.of("argv", List.of(argv)));
        }

        @Override
        public Connector connector() {
            return connector;
        }

        @Override
        public Connector reopened() {
            return new ResourceConnector(new ProgramSystem(() -> LIBRARY, shell), keeping);
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.INDIRECT);
        }

        @Override
        public String field() {
            return "title";
        }

        @Override
        public String otherField() {
            return "note";
        }

        @Override
        public Call create(String key, Map<String, String> fields) {
            throw new UnsupportedOperationException("there is no life cycle here");
        }

        @Override
        public Call change(String key, String field, String value) {
            var card = new HashMap<>(shell.card(key).orElseThrow());
            card.put(field, value);
            return run("cards", "set", key, String.valueOf(card.get("title")), String.valueOf(card.get("note")));
        }

        @Override
        public Call delete(String key) {
            throw new UnsupportedOperationException("there is no life cycle here");
        }

        @Override
        public Call read(String key) {
            return run("cards", "show", key);
        }

        @Override
        public Call nonsense() {
            return new Call("run_command", Map.of("argv", List.of()));
        }

        @Override
        public Optional<Map<String, String>> truth(String key) {
            return shell.card(key);
        }

        @Override
        public void put(String key, Map<String, String> fields) {
            shell.put(key, fields);
        }

        @Override
        public void edit(String key, String field, String value) {
            var card = new HashMap<>(shell.card(key).orElseThrow());
            card.put(field, value);
            shell.put(key, card);
        }

        @Override
        public void remove(String key) {
            shell.remove(key);
        }

        @Override
        public Set<Fault> faults() {
            return EnumSet.allOf(Fault.class);
        }

        @Override
        public void next(Fault fault) {
            shell.next(fault);
        }

        @Override
        public void close() {
            connector.close();
        }
    }
}
