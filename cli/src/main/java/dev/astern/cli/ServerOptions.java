package dev.astern.cli;

import dev.astern.client.AsternClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How to reach the server, and how to print. */
public final class ServerOptions {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String DEFAULT = "http://127.0.0.1:8470";

    @Option(names = "--server", paramLabel = "URL", description = "The server; default: the one started here.")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file of mode 0600 with your token; default: token in ASTERN_HOME.")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    AsternClient client() {
        return new AsternClient(uri(), Home.readPrivate(tokenFile == null ? Home.token() : tokenFile));
    }

    AsternClient open() {
        return new AsternClient(uri(), null);
    }

    private URI uri() {
        if (server != null) {
            return URI.create(server);
        }
        var file = Home.folder().resolve("url");
        try {
            return URI.create(Files.exists(file) ? Files.readString(file).strip() : DEFAULT);
        } catch (IOException e) {
            return URI.create(DEFAULT);
        }
    }

    /** Reads JSON that an answer quotes. */
    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    /** An object of texts, as a line. */
    static String json(Map<String, String> texts) {
        return MAPPER.writeValueAsString(texts);
    }

    /** An object of two members, as a line. */
    static String json(String name, String value, String number, long count) {
        return MAPPER.createObjectNode().put(name, value).put(number, count).toString();
    }

    /** Prints an answer as JSON if that was asked for. */
    boolean printed(JsonNode answer) {
        if (json) {
            System.out.println(answer.toPrettyString());
        }
        return json;
    }
}
