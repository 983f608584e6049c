package dev.astern.journal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes an audit trail as a canonical JSON array of audit entries, and as Markdown. */
public final class AuditFiles {
    /** How many characters to begin with. */
    private static final int ABOUT = 1024;

    private final OutputStream json;
    private final OutputStream markdown;
    private boolean empty = true;

    /**
     * What items that follow each other add to each of the files.
     *
     * @param json audit entries with commas between them; empty where there are none
     */
    public record Text(String json, String markdown) {
        public static Text of(List<AuditItem> items) {
            var json = new StringBuilder(ABOUT * items.size());
            var markdown = new StringBuilder(ABOUT * items.size());
            for (var item : items) {
                switch (item) {
                    case AuditItem.Action action -> {
                        var facts = new Facts(action);
                        json.append(json.isEmpty() ? "" : ",");
                        CanonicalJson.write(AuditJson.entry(action, facts), json);
                        AuditMarkdown.action(action, facts, markdown);
                    }
                    case AuditItem.Event event -> AuditMarkdown.event(event, markdown);
                }
            }
            return new Text(json.toString(), markdown.toString());
        }
    }

    /** @param origin of which log */
    public AuditFiles(String origin, OutputStream json, OutputStream markdown) throws IOException {
        this.json = json;
        this.markdown = markdown;
        json.write('[');
        markdown.write(AuditMarkdown.title(origin).getBytes(UTF_8));
    }

    public void add(Text text) throws IOException {
        if (!text.json().isEmpty()) {
            if (!empty) {
                json.write(',');
            }
            empty = false;
            json.write(text.json().getBytes(UTF_8));
        }
        markdown.write(text.markdown().getBytes(UTF_8));
    }

    public void finish() throws IOException {
        json.write(']');
        json.write('\n');
    }
}
