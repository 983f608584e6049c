package dev.astern.connector.mail;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Image;
import dev.astern.connector.testkit.Laboratory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The contract's laboratory over drafts. */
final class MailLaboratory implements Laboratory {
    private final Office office = new Office("smtp://127.0.0.1:1");
    private final Connector connector = office.connector();

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public Connector reopened() {
        return office.connector();
    }

    @Override
    public Set<Trait> traits() {
        return Trait.direct();
    }

    @Override
    public String field() {
        return "subject";
    }

    @Override
    public String otherField() {
        return "text";
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        var arguments = new HashMap<String, Object>(fields);
        arguments.put("id", key);
        return new Call("draft_mail", arguments);
    }

    @Override
    public Call change(String key, String field, String value) {
        return new Call("update_draft", Map.of("id", key, field, value));
    }

    @Override
    public Call delete(String key) {
        return new Call("delete_draft", Map.of("id", key));
    }

    @Override
    public Call read(String key) {
        return new Call("read_mail", Map.of("id", key));
    }

    @Override
    public Call nonsense() {
        return new Call("send_mail", Map.of("id", "../../etc/passwd"));
    }

    private <T> T locked(Outbox.Change<T> change) {
        try {
            return office.outbox().locked(change);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return locked(() -> office.outbox().read(key))
                .map(mail -> Map.of("subject", mail.subject(), "text", mail.text()));
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        var all = new LinkedHashMap<String, @Nullable String>(fields);
        all.put("state", "draft");
        all.put("from", Office.SENDER);
        locked(() -> office.outbox().write(Images.mail(key, new Image(all), "")));
    }

    @Override
    public void edit(String key, String field, String value) {
        locked(() -> {
            var fields = new LinkedHashMap<>(
                    Images.of(office.outbox().read(key).orElseThrow()).fields());
            fields.put(field, value);
            return office.outbox().write(Images.mail(key, new Image(fields), ""));
        });
    }

    @Override
    public void remove(String key) {
        locked(() -> {
            office.outbox().delete(key);
            return true;
        });
    }

    @Override
    public void close() {
        connector.close();
    }
}
