package dev.astern.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drafts one resource from what its two paths offer. */
final class Drafter {
    private final Shapes shapes;
    private final ItemPath path;
    private final Map<String, Endpoint> item;
    private final Map<String, Endpoint> collection;
    private final Lines lines = new Lines();

    private Drafter(Shapes shapes, ItemPath path, Map<String, Endpoint> item, Map<String, Endpoint> collection) {
        this.shapes = shapes;
        this.path = path;
        this.item = item;
        this.collection = collection;
    }

    /** @throws Unfit where it can't be a resource */
    static Draft draft(Shapes shapes, ItemPath path, Map<String, Endpoint> item, Map<String, Endpoint> collection) {
        return new Drafter(shapes, path, item, collection).draft();
    }

    private Draft draft() {
        var read = item.get("GET");
        if (read == null) {
            throw new Unfit("one can't be read, so its state before a change can't be captured");
        }
        var answer = read.answer();
        var body = answer.map(media -> shapes.of(media.schema())).orElse(Shape.UNKNOWN);
        var envelope = Envelope.ofAnswer(path.hole(), body, shapes);
        var key = KeyField.find(path.hole(), envelope.shape()).orElseGet(() -> KeyField.byPath(path.hole()));
        lines.add("key: " + key.name(), key.check());
        lines.add("read: " + request(read, key), required(read));
        list(key);
        writes(key, envelope.shape());
        if (!envelope.name().isEmpty()) {
            lines.add("answer_envelope: " + Words.value(envelope.name()), "the only object with a key in the answer");
        }
        if (envelope.shape().several()) {
            lines.check("the document has several shapes of it; the fields are those of all");
        }
        version(read);
        return new Draft(path, lines, Headers.fixed(List.of(item, collection)));
    }

    private String request(Endpoint endpoint, KeyField key) {
        return Words.request(endpoint.method(), path.with(key.name(), endpoint.path()));
    }

    private void list(KeyField key) {
        var list = collection.get("GET");
        if (list == null) {
            return;
        }
        lines.add("list: " + request(list, key), required(list));
        var items = list.answer().flatMap(answer -> Envelope.ofItems(answer.schema(), shapes));
        if (items.isEmpty()) {
            lines.check("where the entries of a list are is not known: items is missing");
        } else if (!items.get().isEmpty()) {
            lines.add("items: " + Words.value(items.get()), items.get().contains(".") ? "the first list there is" : "");
        }
        Pages.add(list, shapes, lines);
    }

    private void writes(KeyField key, Shape read) {
        var create = Optional.ofNullable(collection.get("POST"));
        var update = Optional.ofNullable(item.get("PATCH"))
                .or(() -> Optional.ofNullable(item.get("PUT")))
                .or(() -> Optional.ofNullable(item.get("POST"))
                        .filter(e -> e.body().isPresent()));
        var made = create.flatMap(this::taken);
        var changed = update.flatMap(this::taken);
        var requests = new ArrayList<Envelope>();
        made.ifPresent(media -> requests.add(Envelope.ofRequest(shapes.of(media.schema()), read, shapes)));
        changed.ifPresent(media -> requests.add(Envelope.ofRequest(shapes.of(media.schema()), read, shapes)));
        var fields = Fields.of(
                key.name(), read, requests.stream().map(Envelope::shape).toList());
        if (fields.written().isEmpty()) {
            if (create.isPresent() || update.isPresent()) {
                lines.check("nothing is known that is written and read back: create, update and fields are missing");
            }
            delete(key);
            return;
        }
        made.ifPresent(media -> create(create.orElseThrow(), key, requests.getFirst()));
        changed.ifPresent(media -> update(update.orElseThrow(), media, key));
        delete(key);
        recreate(key);
        bodies(made, changed, requests, fields, read);
        fields.add(lines);
    }

    /** What a write takes, if a description can say it. */
    private Optional<Endpoint.Media> taken(Endpoint write) {
        var body = write.body();
        if (body.isEmpty()) {
            lines.check(write.method() + " " + write.path() + " takes nothing that is known, and is left out");
        }
        return body;
    }

    private void create(Endpoint create, KeyField key, Envelope request) {
        lines.add("create: " + request(create, key), required(create));
        request.shape()
                .property(key.name())
                .filter(property -> !property.readOnly())
                .ifPresent(property -> lines.add("key_in_body: true", "the document lets " + key.name() + " be given"));
    }

    private void update(Endpoint update, Endpoint.Media media, KeyField key) {
        lines.add("update: " + request(update, key), required(update));
        if (update.method().equals("PUT")) {
            lines.add(
                    "whole_update: true", "what is not in fields may be lost by a PUT; false where it changes in part");
        } else if (update.method().equals("POST")) {
            lines.check("a POST to one resource is taken for a change in part");
        } else if (media.type().equals("application/merge-patch+json")) {
            lines.add("nested: true");
        }
    }

    private void delete(KeyField key) {
        var delete = item.get("DELETE");
        if (delete != null) {
            lines.add("delete: " + request(delete, key), required(delete));
        }
    }

    private void recreate(KeyField key) {
        var put = item.get("PUT");
        if (put != null && put.answers("201")) {
            lines.add("recreate: " + request(put, key), "its PUT makes what is not there");
        }
    }

    private void bodies(
            Optional<Endpoint.Media> made,
            Optional<Endpoint.Media> changed,
            List<Envelope> requests,
            Fields fields,
            Shape read) {
        var type = changed.or(() -> made).orElseThrow().type();
        if (!type.equals(made.or(() -> changed).orElseThrow().type())) {
            lines.check("create and update take bodies of different types; this is that of update");
        }
        if (type.equals("application/x-www-form-urlencoded")) {
            lines.add("encoding: form");
        } else if (!List.of("application/json", "application/merge-patch+json", "*/*")
                .contains(type)) {
            lines.add("content_type: " + Words.value(type));
        }
        if (!requests.getLast().name().isEmpty()) {
            lines.add("request_envelope: " + Words.value(requests.getLast().name()), "the only member of a request");
        }
        if (fields.written().stream()
                        .anyMatch(name -> read.property(name)
                                .filter(p -> shapes.object(p.schema()))
                                .isPresent())
                && changed.isPresent()
                && !type.equals("application/merge-patch+json")) {
            lines.check("objects among the fields are put back as a whole; see nested");
        }
    }

    /** A version that writes can be bound to, by the headers that HTTP has for it. */
    private void version(Endpoint read) {
        var header = read.response()
                .filter(response -> response.path("headers").propertyNames().stream()
                        .anyMatch(name -> name.equalsIgnoreCase("etag")))
                .isPresent();
        boolean condition = item.values().stream()
                .anyMatch(e -> e.parameter("header", name -> name.equalsIgnoreCase("if-match"))
                        .isPresent());
        if (condition) {
            lines.add(
                    "version: {header: ETag, condition: If-Match}",
                    header ? "" : "a read does not say that it has an ETag");
        } else if (header) {
            lines.add(
                    "version: {header: ETag}",
                    "If-Match, if writes take it, makes undo exact: add condition: If-Match");
        }
    }

    /** What a request has to have besides and nobody fills in. */
    private static String required(Endpoint endpoint) {
        var names = endpoint.parameters().stream()
                .filter(p -> p.path("required").asBoolean(false)
                        && !p.path("in").asString("").equals("path")
                        && !Headers.filled(p))
                .map(p -> p.path("name").asString(""))
                .toList();
        return names.isEmpty() ? "" : "it needs " + String.join(", ", names);
    }
}
