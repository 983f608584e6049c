package dev.astern.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.sql.Target;
import dev.astern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A shop's database, its folder, its help desk and its shelf of files, with what an agent and people do there. */
final class FourSystems implements AutoCloseable {
    static final List<String> TARGETS = List.of("shop", "folder", "desk", "shelf");

    final Target shop = new Target(
            "CREATE TABLE item (id int PRIMARY KEY, name text, note text)",
            "INSERT INTO item VALUES (1, 'lamp', 'old'), (2, 'chair', 'old')");
    final Desk desk = new Desk();
    final Shelf shelf = new Shelf();
    final Path folder;
    final ServerProcess server;

    FourSystems(Path data) throws Exception {
        folder = Files.createDirectories(data.resolve("folder")).toRealPath();
        desk.set("t1", Map.of("title", "lamp is broken", "note", "old"));
        desk.set("t2", Map.of("title", "chair is late", "note", "old"));
        shelf.files.put("/a.txt", "a");
        shelf.files.put("/b.txt", "b");
        write("a.txt", "a");
        write("b.txt", "b");
        server = new ServerProcess(data, TestPostgres.database(), "permissive", Map.of());
        server.start();
        var password = Files.writeString(data.resolve("shop-password"), "gateway");
        var token = Files.writeString(data.resolve("desk-token"), "desk-token");
        var description = Files.writeString(data.resolve("desk.yaml"), Desk.DESCRIPTION);
        var config = shop.config();
        server.target(
                Map.of("name", "shop", "url", config.url(), "user", config.user(), "passwordRef", "file:" + password));
        server.target(Map.of(
                "name",
                "folder",
                "kind",
                "workspace",
                "url",
                folder.toUri().toString(),
                "options",
                Map.of(
                        "runner",
                        "embedded",
                        "mode",
                        "files",
                        "state",
                        data.resolve("kept").toString())));
        server.target(Map.of(
                "name",
                "desk",
                "kind",
                "http",
                "url",
                desk.url(),
                "passwordRef",
                "file:" + token,
                "options",
                Map.of("description", description.toString())));
        server.target(Map.of(
                "name",
                "shelf",
                "kind",
                "mcp",
                "url",
                shelf.url(),
                "options",
                Map.of("server", "filesystem", "classified", "write_file")));
    }

    void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    String file(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** An agent's actions, now here, now there; returns its session. */
    String agentActs() throws Exception {
        var started = server.session(TARGETS);
        var token = started.path("token").asString();
        var actions = new ArrayList<Map<String, Object>>();
        actions.add(Map.of("target", "shop", "sql", "UPDATE item SET name = 'agent-1' WHERE id = 1"));
        actions.add(tool("folder", "write_file", Map.of("path", "a.txt", "content", "agent-2")));
        actions.add(tool("desk", "update_tickets", Map.of("id", "t1", "fields", Map.of("title", "agent-3"))));
        actions.add(tool("shelf", "write_file", Map.of("path", "/a.txt", "content", "agent-4")));
        actions.add(Map.of("target", "shop", "sql", "UPDATE item SET name = 'agent-5' WHERE id = 2"));
        actions.add(tool("folder", "write_file", Map.of("path", "b.txt", "content", "agent-6")));
        actions.add(tool("folder", "write_file", Map.of("path", "new.txt", "content", "agent-7")));
        actions.add(tool("desk", "update_tickets", Map.of("id", "t2", "fields", Map.of("title", "agent-8"))));
        actions.add(tool("shelf", "write_file", Map.of("path", "/b.txt", "content", "agent-9")));
        actions.add(Map.of("target", "shop", "sql", "INSERT INTO item VALUES (3, 'agent-10', 'new')"));
        actions.add(tool(
                "desk", "create_tickets", Map.of("id", "t3", "fields", Map.of("title", "agent-11", "note", "new"))));
        for (var action : actions) {
            var answer = server.post("/v1/actions", token, action);
            assertThat(answer.ok().json().path("state").asString())
                    .as(answer.text())
                    .isEqualTo("applied");
        }
        return started.path("session").path("id").asString();
    }

    private static Map<String, Object> tool(String target, String tool, Map<String, Object> arguments) {
        return Map.of("target", target, "tool", tool, "arguments", arguments);
    }

    /** In each system somebody edits what the agent had left alone, edits the agent's own work, and makes something new. */
    void peopleEdit() throws IOException {
        shop.owner(
                "UPDATE item SET note = 'by-hand' WHERE id = 1",
                "UPDATE item SET name = 'by-hand' WHERE id = 2",
                "INSERT INTO item VALUES (9, 'by-hand', 'new')");
        write("b.txt", "by-hand");
        write("theirs.txt", "by-hand");
        desk.set("t1", Map.of("note", "by-hand"));
        desk.set("t2", Map.of("title", "by-hand"));
        desk.set("t9", Map.of("title", "by-hand", "note", "new"));
        shelf.files.put("/b.txt", "by-hand");
        shelf.files.put("/theirs.txt", "by-hand");
    }

    /** Nothing of the agent's is left, and everything of people's is. */
    void assertTakenBack() throws IOException {
        assertThat(shop.rows("SELECT id, name, note FROM item ORDER BY id"))
                .containsExactly("(1,lamp,by-hand)", "(2,by-hand,old)", "(9,by-hand,new)");
        assertThat(file("a.txt")).isEqualTo("a");
        assertThat(file("b.txt")).isEqualTo("by-hand");
        assertThat(folder.resolve("new.txt")).doesNotExist();
        assertThat(file("theirs.txt")).isEqualTo("by-hand");
        assertThat(desk.ticket("t1")).isEqualTo(Map.of("title", "lamp is broken", "note", "by-hand"));
        assertThat(desk.ticket("t2")).isEqualTo(Map.of("title", "by-hand", "note", "old"));
        assertThat(desk.ticket("t3")).isEmpty();
        assertThat(desk.ticket("t9")).isEqualTo(Map.of("title", "by-hand", "note", "new"));
        assertThat(shelf.files).isEqualTo(Map.of("/a.txt", "a", "/b.txt", "by-hand", "/theirs.txt", "by-hand"));
    }

    /** In words: how many of what ended how, and why. */
    static List<String> counts(JsonNode report) {
        return report.path("counts")
                .valueStream()
                .map(count -> count.path("result").asString()
                        + " " + count.path("reason").asString("")
                        + " " + count.path("count").asLong())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        server.close();
        desk.close();
        shelf.close();
        shop.close();
    }
}
