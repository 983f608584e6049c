package dev.astern.systems;

import dev.astern.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server with targets of every kind that has secrets, each with one of its own; and all of them say theirs. */
final class HostileSystems implements AutoCloseable {
    private static final String DESCRIPTION = """
            system: desk
            auth: {scheme: bearer}
            resources:
              tickets:
                key: id
                read: GET /tickets/{id}
                update: PATCH /tickets/{id}
                delete: DELETE /tickets/{id}
                fields: [title, note]
            operations:
              merge_tickets:
                request: POST /tickets/{id}
                arguments: [id]
                tier: destructive
                reversibility: irreversible
            """;

    final Canaries canaries = new Canaries();
    final Parrot parrot = new Parrot();
    final TestPostgres.Database store = TestPostgres.database();
    final TestPostgres.Database shop = TestPostgres.database();
    /** Where secrets are, and nothing of Astern's. */
    final Path given;

    /** All that Astern has beside its store. */
    final Path kept;

    final ServerProcess server;
    private final List<Map<String, Object>> targets = new ArrayList<>();

    HostileSystems(Path folder) throws Exception {
        given = Files.createDirectories(folder.resolve("given"));
        kept = Files.createDirectories(folder.resolve("kept"));
        var environment = new HashMap<String, String>();
        environment.put("VAULT_ADDR", "http://" + parrot.at());
        environment.put("VAULT_TOKEN", canaries.secret("vaulttoken"));
        environment.put("CANARY_WIKI", canaries.secret("wiki"));
        environment.put("CANARY_CLUSTER", canaries.secret("cluster"));
        server = new ServerProcess(kept, store, "permissive", environment);
        describe();
        server.start();
        for (var target : targets) {
            server.post("/v1/targets", server.operator(), target).ok();
            server.post("/v1/targets/" + target.get("name") + "/install", server.operator(), Map.of());
        }
    }

    List<String> names() {
        return targets.stream()
                .map(target -> String.valueOf(target.get("name")))
                .toList();
    }

    private void describe() throws IOException, InterruptedException {
        var http = "http://" + parrot.at();
        var description = Files.writeString(given.resolve("desk.yaml"), DESCRIPTION);
        var desk = Map.of("description", description.toString());
        add("desk", "http", http, "", file("desk"), desk);
        // Speaks first, and no TLS.
        add("tls", "http", parrot.smtp().replace("smtp://", "https://"), "", file("tls"), desk);
        add("wiki", "mcp", http + "/mcp", "", "none", Map.of("header.Authorization", "Bearer env:CANARY_WIKI"));
        add(
                "program",
                "mcp",
                "stdio:/bin/sh",
                "",
                "none",
                Map.of(
                        "args",
                        "[\"-c\", \"echo I have $TOKEN >&2; read line; echo not JSON $TOKEN\"]",
                        "secret.TOKEN",
                        vault("program")));
        add("bucket", "s3", http, "key-id", vault("bucket"), Map.of("bucket", "photos"));
        add("cluster", "kubernetes", http, "", "env:CANARY_CLUSTER", Map.of());
        add("people", "ldap", parrot.ldap(), "cn=bot,dc=example", file("people"), Map.of("base", "dc=example"));
        var outbox = kept.resolve("outbox").toString();
        var mail = Map.of("outbox", outbox, "from", "bot@example.org", "hold_window", "1");
        add("post", "mail", parrot.smtp(), "bot", vault("post"), mail);
        add("config", "git", repository(http), "bot", file("config"), Map.of("remote", "origin"));
        var password = canaries.secret("shop");
        shop.run(
                "CREATE ROLE shop_" + shop.name() + " LOGIN CREATEROLE PASSWORD '" + password.replace("'", "''") + "'",
                "GRANT CREATE ON DATABASE " + shop.name() + " TO shop_" + shop.name(),
                "GRANT ALL ON SCHEMA public TO shop_" + shop.name(),
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "ALTER TABLE item OWNER TO shop_" + shop.name(),
                "INSERT INTO item VALUES (1, 'a')");
        var secret = Files.writeString(given.resolve("shop"), password);
        add("shop", "postgresql", shop.url(), "shop_" + shop.name(), "file:" + secret, Map.of());
        // The right reference to the wrong password.
        add("locked", "postgresql", shop.url(), "shop_" + shop.name(), file("locked"), Map.of());
    }

    private void add(String name, String kind, String url, String user, String secret, Map<String, String> options) {
        var target = new LinkedHashMap<String, Object>();
        target.put("name", name);
        target.put("kind", kind);
        target.put("url", url);
        target.put("user", user);
        target.put("passwordRef", secret);
        target.put("options", options);
        targets.add(target);
    }

    private String file(String name) throws IOException {
        return "file:" + Files.writeString(given.resolve(name), canaries.secret(name));
    }

    private String vault(String name) {
        parrot.keep("secret/data/" + name, canaries.secret(name));
        return "vault:secret/data/" + name + "#key";
    }

    private String repository(String http) throws IOException, InterruptedException {
        var folder = given.resolve("repository");
        git("init", "-q", "-b", "main", folder.toString());
        Files.writeString(folder.resolve("a.txt"), "a\n");
        git("-C", folder.toString(), "add", "a.txt");
        git("-C", folder.toString(), "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "a");
        git("-C", folder.toString(), "remote", "add", "origin", http + "/git/config");
        return folder.toString();
    }

    private static void git(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("git failed: " + command);
        }
    }

    /** What an agent does at each. */
    static List<Map<String, Object>> calls() {
        var calls = new ArrayList<Map<String, Object>>();
        for (var id : List.of("t1", "bad", "no", "garbage", "away", "hang")) {
            calls.add(call("desk", "read_tickets", Map.of("id", id)));
            calls.add(call("desk", "update_tickets", Map.of("id", id, "fields", Map.of("title", "new"))));
        }
        calls.add(call("desk", "merge_tickets", Map.of("id", "bad")));
        calls.add(call("tls", "read_tickets", Map.of("id", "t1")));
        calls.add(call("tls", "update_tickets", Map.of("id", "t1", "fields", Map.of("title", "new"))));
        for (var tool : List.of("look", "fail")) {
            calls.add(call("wiki", tool, Map.of("what", "it")));
            calls.add(call("program", tool, Map.of("what", "it")));
        }
        calls.add(call("bucket", "read_object", Map.of("key", "a")));
        calls.add(call("bucket", "put_object", Map.of("key", "a", "text", "x")));
        calls.add(call("cluster", "read_manifest", Map.of("kind", "ConfigMap", "name", "a")));
        calls.add(call(
                "cluster",
                "apply_manifest",
                Map.of(
                        "manifest",
                        Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "ConfigMap",
                                "metadata",
                                Map.of("name", "a"),
                                "data",
                                Map.of()))));
        calls.add(call("people", "read_entry", Map.of("dn", "cn=a,dc=example")));
        calls.add(call(
                "people",
                "add_entry",
                Map.of("dn", "cn=a,dc=example", "fields", Map.of("objectClass", "person", "sn", "a"))));
        calls.add(call(
                "post", "draft_mail", Map.of("id", "m1", "to", List.of("a@example.org"), "subject", "s", "text", "t")));
        calls.add(call("post", "send_mail", Map.of("id", "m1")));
        calls.add(call("config", "read_file", Map.of("path", "a.txt")));
        calls.add(call("config", "write_file", Map.of("path", "a.txt", "content", "b")));
        calls.add(Map.of("target", "shop", "sql", "UPDATE item SET v = 'b' WHERE id = 1"));
        calls.add(Map.of("target", "shop", "sql", "SELECT * FROM item"));
        calls.add(Map.of("target", "locked", "sql", "UPDATE item SET v = 'c' WHERE id = 1"));
        return calls;
    }

    private static Map<String, Object> call(String target, String tool, Map<String, Object> arguments) {
        return Map.of("target", target, "tool", tool, "arguments", arguments, "timeoutMs", 1_500);
    }

    /** Targets whose secret is given where none belongs. */
    List<Map<String, Object>> mistakes() {
        var mistakes = new ArrayList<Map<String, Object>>();
        var secret = canaries.secret("mistake");
        var core = secret.replaceAll("[^a-z0-9]", "");
        for (var target : List.copyOf(targets)) {
            var name = "wrong-" + target.get("name");
            var given = new LinkedHashMap<>(target);
            given.put("name", name);
            given.put("passwordRef", secret);
            mistakes.add(given);
            var inUrl = new LinkedHashMap<>(target);
            inUrl.put("name", name);
            inUrl.put("url", String.valueOf(target.get("url")).replace("//", "//bot:" + core + "@"));
            if (!inUrl.get("url").equals(target.get("url"))) {
                mistakes.add(inUrl);
            }
            var inQuery = new LinkedHashMap<>(target);
            inQuery.put("name", name);
            inQuery.put("url", target.get("url") + "?password=" + core);
            mistakes.add(inQuery);
        }
        return mistakes;
    }

    @Override
    public void close() throws IOException {
        server.close();
        parrot.close();
    }
}
