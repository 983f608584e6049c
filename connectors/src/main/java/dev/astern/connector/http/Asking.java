package dev.astern.connector.http;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.http.Description.Changes;
import dev.astern.connector.http.Description.OperationType;
import dev.astern.connector.http.Description.Resource;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Understood.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes sense of calls by what a description says. Nothing here touches the API. */
final class Asking {
    private static final int MAX_KEY = 1_000;
    private static final int SUMMARY = 200;

    private final Description description;

    Asking(Description description) {
        this.description = description;
    }

    /** What is wrong with a call. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Wrong(String sentence) {
            super(sentence);
            problem = Problem.of(Reason.BAD_REQUEST, sentence);
        }
    }

    Understood understand(Call call) {
        try {
            var operation = description.operations().get(call.tool());
            return operation == null ? resource(call) : run(operation, call);
        } catch (Wrong e) {
            return new Understood.Refused(e.problem);
        }
    }

    private Understood resource(Call call) {
        int at = call.tool().indexOf('_');
        var resource = description.resources().get(call.tool().substring(at + 1));
        if (at < 1 || resource == null) {
            throw new Wrong("there is no tool " + Shown.of(call.tool()));
        }
        return switch (call.tool().substring(0, at)) {
            case "read" -> read(resource, call);
            case "list" -> list(resource, call);
            case "create" -> create(resource, call);
            case "update" -> update(resource, call);
            case "delete" -> delete(resource, call);
            default -> throw new Wrong("there is no tool " + Shown.of(call.tool()));
        };
    }

    private Understood read(Resource resource, Call call) {
        only(call, Set.of(resource.key()));
        var key = key(resource, call);
        return doable(
                "read",
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                resource,
                http(resource.read().method(), path(resource.read(), resource, key), null),
                List.of(),
                new Ask.Read(resource, key));
    }

    private Understood list(Resource resource, Call call) {
        only(call, Set.of("query", "page"));
        var template = resource.list().orElseThrow(() -> new Wrong(resource.name() + " can't be listed"));
        var query = new LinkedHashMap<String, String>();
        if (call.arguments().get("query") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> query.put(String.valueOf(name), String.valueOf(value)));
        }
        var page = Optional.ofNullable(call.arguments().get("page")).map(String::valueOf);
        return doable(
                "list",
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                resource,
                http(template.method(), template.path(), null),
                List.of(),
                new Ask.ListAll(resource, Map.copyOf(query), page));
    }

    private Understood create(Resource resource, Call call) {
        only(call, Set.of("fields", resource.key()));
        var template = resource.create().orElseThrow(() -> new Wrong(resource.name() + " can't be made here"));
        var fields = fields(resource, call);
        var given = Optional.ofNullable(call.arguments().get(resource.key()))
                .map(value -> checked(resource, String.valueOf(value)));
        if (given.isPresent() && !resource.givenKey()) {
            throw new Wrong("the system gives " + resource.key() + " itself");
        }
        if (given.isEmpty() && resource.keyInCreatePath()) {
            throw new Wrong(call.tool() + " needs " + resource.key());
        }
        var key = given.map(text -> new Image(Map.of(resource.key(), text))).orElse(null);
        var back = resource.delete().isPresent() ? Reversibility.REVERSIBLE_WITH_STATE : Reversibility.IRREVERSIBLE;
        var path = resource.keyInCreatePath() ? path(template, resource, given.orElseThrow()) : template.path();
        return doable(
                "create",
                Tier.WRITE,
                back,
                resource,
                http(template.method(), path, fields),
                List.of(Expected.insert(resource.name(), key, new Image(fields))),
                new Ask.Create(resource, fields, given));
    }

    private Understood update(Resource resource, Call call) {
        only(call, Set.of("fields", resource.key()));
        var template = resource.update().orElseThrow(() -> new Wrong(resource.name() + " can't be changed here"));
        var key = key(resource, call);
        var fields = fields(resource, call);
        return doable(
                "update",
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                resource,
                http(template.method(), path(template, resource, key), fields),
                List.of(Expected.update(Ref.of(resource.name(), resource.key(), key), new Image(fields))),
                new Ask.Update(resource, key, fields));
    }

    private Understood delete(Resource resource, Call call) {
        only(call, Set.of(resource.key()));
        var template = resource.delete().orElseThrow(() -> new Wrong(resource.name() + " can't be deleted here"));
        var key = key(resource, call);
        return doable(
                "delete",
                Tier.DESTRUCTIVE,
                deleted(resource),
                resource,
                http(template.method(), path(template, resource, key), null),
                List.of(Expected.delete(Ref.of(resource.name(), resource.key(), key))),
                new Ask.Delete(resource, key));
    }

    static Reversibility deleted(Resource resource) {
        boolean same = resource.recreate().isPresent()
                || resource.givenKey()
                || resource.softDelete().map(Description.SoftDelete::writable).orElse(false);
        return same
                ? Reversibility.REVERSIBLE_WITH_STATE
                : resource.create().isPresent() ? Reversibility.PARTIALLY_REVERSIBLE : Reversibility.IRREVERSIBLE;
    }

    private Understood run(OperationType type, Call call) {
        only(call, Set.copyOf(type.arguments()));
        var texts = new LinkedHashMap<String, String>();
        var body = new LinkedHashMap<String, @Nullable Object>();
        for (var name : type.arguments()) {
            var value = call.arguments().get(name);
            if (value == null) {
                continue;
            }
            texts.put(name, String.valueOf(value));
            if (!type.request().names().contains(name)) {
                body.put(name, value);
            }
        }
        var path = type.request()
                .fill(texts)
                .orElseThrow(() -> new Wrong("its path needs " + type.request().names()));
        var json = body.isEmpty() ? null : Bodies.json(body);
        var expected = type.changes().stream().map(c -> touched(c, texts)).toList();
        var form = new Form.Http(description.system(), type.request().method(), path, Optional.of(plain(body)));
        var words = new Words(
                type.name(),
                type.tier(),
                type.reversibility(),
                type.changes().stream().map(Changes::resource).distinct().toList(),
                Shown.of(type.name() + " " + texts),
                type.request().method() + " " + path + (json == null ? "" : "\n" + json),
                form);
        return new Understood.Doable(words, expected, new Ask.Run(type, path, json));
    }

    private static Map<String, Object> plain(Map<String, @Nullable Object> body) {
        var plain = new LinkedHashMap<String, Object>();
        body.forEach((name, value) -> {
            if (value != null) {
                plain.put(name, value);
            }
        });
        return plain;
    }

    private Expected touched(Changes changes, Map<String, String> arguments) {
        var resource = description.resources().get(changes.resource());
        if (resource == null) {
            throw new Wrong("the description has no resource " + changes.resource());
        }
        var key = changes.key();
        for (var argument : arguments.entrySet()) {
            key = key.replace("{" + argument.getKey() + "}", argument.getValue());
        }
        return Expected.touch(Ref.of(resource.name(), resource.key(), checked(resource, key)));
    }

    private Understood doable(
            String verb,
            Tier tier,
            Reversibility reversibility,
            Resource resource,
            Form.Http form,
            List<Expected> expected,
            Ask ask) {
        var kept = resource.reversibility()
                .filter(harder -> tier != Tier.READ)
                .map(reversibility::atLeast)
                .orElse(reversibility);
        var body = form.body().map(fields -> "\n" + Bodies.json(fields)).orElse("");
        var words = new Words(
                verb,
                tier,
                kept,
                List.of(resource.name()),
                Shown.of(verb + " " + resource.name() + " " + form.path()),
                form.method() + " " + form.path() + body,
                form);
        return new Understood.Doable(words, expected, ask);
    }

    private Form.Http http(String method, String path, @Nullable Map<String, @Nullable String> fields) {
        var body = new LinkedHashMap<String, Object>();
        if (fields != null) {
            fields.forEach((name, value) -> body.put(name, Bodies.JSON.readTree(value == null ? "null" : value)));
        }
        return new Form.Http(description.system(), method, path, fields == null ? Optional.empty() : Optional.of(body));
    }

    private static String path(Template template, Resource resource, String key) {
        return template.fill(Map.of(resource.key(), key)).orElseThrow(() -> new Wrong("this is no " + resource.key()));
    }

    private static void only(Call call, Set<String> known) {
        for (var name : call.arguments().keySet()) {
            if (!known.contains(name)) {
                throw new Wrong(call.tool() + " has no argument " + Shown.of(name) + "; it has "
                        + known.stream().sorted().toList());
            }
        }
    }

    private static String key(Resource resource, Call call) {
        var value = call.arguments().get(resource.key());
        if (value == null) {
            throw new Wrong(call.tool() + " needs " + resource.key());
        }
        return checked(resource, String.valueOf(value));
    }

    private static String checked(Resource resource, String key) {
        if (key.length() > MAX_KEY
                || resource.read().fill(Map.of(resource.key(), key)).isEmpty()) {
            throw new Wrong(Shown.of(key.substring(0, Math.min(key.length(), SUMMARY))) + " is no " + resource.key());
        }
        return key;
    }

    /** What a description does not name can't be captured, and so can't be written. */
    private static Map<String, @Nullable String> fields(Resource resource, Call call) {
        if (!(call.arguments().get("fields") instanceof Map<?, ?> given) || given.isEmpty()) {
            throw new Wrong(call.tool() + " needs fields, names and values");
        }
        var object = Bodies.JSON.createObjectNode();
        given.forEach((name, value) -> {
            var field = String.valueOf(name);
            if (!resource.counts(field)) {
                throw new Wrong(Shown.of(field) + " of " + resource.name() + " can't be written here"
                        + (resource.fields().isEmpty()
                                ? ""
                                : "; it has "
                                        + resource.fields().stream().sorted().toList()));
            }
            object.set(field, Bodies.JSON.readTree(Bodies.json(value)));
        });
        var fields = new LinkedHashMap<>(Bodies.image(resource, object).fields());
        if (resource.nested() && fields.containsValue("null")) {
            throw new Wrong("a null takes a field of " + resource.name() + " away, which is not offered here");
        }
        return fields;
    }
}
