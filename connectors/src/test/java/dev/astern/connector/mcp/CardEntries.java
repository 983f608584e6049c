package dev.astern.connector.mcp;

import dev.astern.library.Loaded;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.model.Source;
import java.util.List;

/** What is known about taking back what {@link FakeServer}'s tools do. */
final class CardEntries {
    private static final String HEAD = """
            resources:
              card:
                key: [id]
                look: {call: 'cards/get_card {"id": "{id}"}', absent: ["no card"]}
                make: {call: 'cards/create_card {"id": "{id}", "title": "{title}", "note": "{note}"}'}
                change: {call: 'cards/write_card {"id": "{id}", "title": "{title}", "note": "{note}"}'}
                remove: {call: 'cards/delete_card {"id": "{id}"}'}
                move: 'cards/move_card {"id": "{id}", "to": "{to_id}"}'
                by_field: true
                placeholders:
                  id: {type: name}
                  title: {from: pre_capture, path: $.title, type: json}
                  note: {from: pre_capture, path: $.note, type: json}
            entries:
              - kind: mcp
                command_pattern: 'cards/get_card {"id": "*"}'
                reversibility: trivially_reversible
                compensating_action: none
                rollback_safe: always
                tier: read
            """;

    private CardEntries() {}

    static RecoveryLibrary touching() {
        return library(HEAD
                + MOVE
                + entry(
                        "create_card",
                        "\"id\": \"*\", \"title\": \"*\", \"note\": \"*\"",
                        "write",
                        "insert",
                        "sets: {title: $.title, note: $.note}")
                + entry("set_title", "\"id\": \"*\", \"title\": \"*\"", "write", "change", "sets: {title: $.title}")
                + entry("set_note", "\"id\": \"*\", \"note\": \"*\"", "write", "change", "sets: {note: $.note}")
                + entry("delete_card", "\"id\": \"*\"", "destructive", "delete", "sets: {}"));
    }

    private static final String MOVE = """
              - kind: mcp
                command_pattern: 'cards/move_card {"id": "*", "to": "*"}'
                reversibility: reversible_with_state
                pre_capture: capture
                compensating_action: restore
                rollback_safe: while it is as the agent left it
                touches:
                  - {resource: card, does: move_from, key: {id: $.id}}
                  - {resource: card, does: move_to, key: {id: $.to}}
            """;

    private static String entry(String tool, String arguments, String tier, String does, String sets) {
        return """
                  - kind: mcp
                    command_pattern: 'cards/%s {%s}'
                    reversibility: reversible_with_state
                    pre_capture: capture
                    compensating_action: restore
                    rollback_safe: while it is as the agent left it
                    tier: %s
                    touches: {resource: card, does: %s, key: {id: $.id}, %s}
                """.formatted(tool, arguments, tier, does, sets);
    }

    /** Entries that name nothing but a call that reads and one that writes back. */
    static RecoveryLibrary plain() {
        return library("""
                entries:
                  - kind: mcp
                    command_pattern: 'cards/get_card {"id": "*"}'
                    reversibility: trivially_reversible
                    compensating_action: none
                    rollback_safe: always
                    tier: read
                  - kind: mcp
                    command_pattern: 'cards/(set_title|set_note) {"id": "{id}"}'
                    options: [title, note]
                    reversibility: reversible_with_state
                    pre_capture: 'cards/get_card {"id": "{id}"}'
                    compensating_action: 'cards/write_card {"id": "{id}", "title": "{title}", "note": "{note}"}'
                    rollback_safe: while it is as the agent left it
                    placeholders:
                      id: {type: name}
                      title: {from: pre_capture, path: $.title, type: json}
                      note: {from: pre_capture, path: $.note, type: json}
                """);
    }

    static RecoveryLibrary library(String text) {
        return switch (RecoveryLibrary.load(List.of(new Source("cards.yaml", text)))) {
            case Loaded.Read read -> read.library();
            case Loaded.Malformed(var findings) -> throw new AssertionError(findings.toString());
        };
    }
}
