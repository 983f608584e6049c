package dev.astern.example.langchain4j;

import dev.astern.client.AgentClient;
import dev.astern.langchain4j.AsternTools;
import dev.langchain4j.service.AiServices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A helper in the demo's shop, as LangChain4j runs it. Put your model in the place of {@link ScriptedModel}. */
public final class Main {
    /** The agent. */
    interface Helper {
        String help(String request);
    }

    private Main() {}

    static void main() throws IOException {
        var url = URI.create(setting("ASTERN_URL"));
        var token = Files.readString(Path.of(setting("ASTERN_TOKEN_FILE"))).strip();
        var astern = new AgentClient(url, token);
        var helper = AiServices.builder(Helper.class)
                .chatModel(new ScriptedModel())
                .toolProvider(new AsternTools(astern))
                .build();
        System.out.println(helper.help("Move ticket 21 to billing, and remove customer 44."));
        System.out.println("Take all of it back: ./astern undo apply --session "
                + astern.session().id());
    }

    private static String setting(String name) {
        var value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("set " + name + "; see the README");
        }
        return value;
    }
}
