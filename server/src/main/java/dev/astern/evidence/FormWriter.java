package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Parsed;
import dev.astern.journal.audit.AuditItem;
import dev.astern.journal.audit.AuditJson;
import dev.astern.journal.audit.AuditMarkdown;
import dev.astern.journal.audit.AuditTrail;
import dev.astern.journal.audit.Ocsf;
import dev.astern.journal.audit.OpenTelemetry;
import dev.astern.journal.entry.Disclosed;
import dev.astern.journal.entry.Entry;
import dev.astern.model.ProvableEntry;
import dev.astern.storage.EntryCursor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Writes what happened in a form, item by item. */
final class FormWriter {
    private final ExportForm form;
    private final String origin;
    private final OutputStream out;

    FormWriter(ExportForm form, String origin, OutputStream out) {
        this.form = form;
        this.origin = origin;
        this.out = out;
    }

    void write(EntryCursor entries) throws IOException {
        if (form == ExportForm.MARKDOWN) {
            put(AuditMarkdown.title(origin));
        }
        var trail = new AuditTrail();
        while (entries.hasNext()) {
            var entry = entries.next();
            var item = add(trail, entry);
            if (item.isPresent()) {
                put(item.get());
            }
        }
        for (var item : trail.rest()) {
            put(item);
        }
        out.flush();
    }

    private static Optional<AuditItem> add(AuditTrail trail, ProvableEntry provable) {
        var entry = read(Entry.parse(provable.leaf().getBytes(UTF_8)));
        Parsed<Disclosed> said = entry.disclose(
                provable.disclosures().stream().map(Exports::disclosure).toList());
        return trail.add(provable.index(), entry, read(said));
    }

    private static <T> T read(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Read<T>(var value) -> value;
            case Parsed.Malformed<T>(var flaw) ->
                throw new IllegalStateException("the store holds a malformed entry: " + flaw.sentence());
        };
    }

    private void put(AuditItem item) throws IOException {
        switch (form) {
            case MARKDOWN -> put(AuditMarkdown.section(item));
            case AUDIT -> {
                if (item instanceof AuditItem.Action action) {
                    put(CanonicalJson.write(AuditJson.entry(action)) + "\n");
                }
            }
            case OCSF -> {
                if (item instanceof AuditItem.Action action) {
                    put(CanonicalJson.write(Ocsf.event(action, origin)) + "\n");
                }
            }
            case OTEL -> {
                if (item instanceof AuditItem.Action action) {
                    put(CanonicalJson.write(OpenTelemetry.span(action)) + "\n");
                }
            }
        }
    }

    private void put(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
