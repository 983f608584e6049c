package dev.astern.connector.http;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.http.Description.Auth;
import dev.astern.connector.http.Description.Changes;
import dev.astern.connector.http.Description.Encoding;
import dev.astern.connector.http.Description.OperationType;
import dev.astern.connector.http.Description.Paging;
import dev.astern.connector.http.Description.Resource;
import dev.astern.connector.http.Description.SoftDelete;
import dev.astern.connector.http.Description.Version;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a description; the first thing that is wrong is said with its place. */
final class DescriptionReader {
    private static final Set<String> SYSTEM =
            Set.of("system", "tested", "auth", "headers", "idempotency_header", "version", "resources", "operations");
    private static final Set<String> RESOURCE = Set.of(
            "key",
            "read",
            "list",
            "create",
            "update",
            "whole_update",
            "delete",
            "recreate",
            "key_in_body",
            "nested",
            "fields",
            "ignore",
            "encoding",
            "content_type",
            "items",
            "request_envelope",
            "answer_envelope",
            "absent",
            "version",
            "soft_delete",
            "paging",
            "reversibility");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,49}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,60}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,500}");

    private DescriptionReader() {}

    /**
     * @throws Malformed with the place of the first mistake
     */
    static Description read(String text) {
        var file = Yaml.parse(text);
        file.only(SYSTEM);
        var version = file.mapping("version").map(DescriptionReader::version);
        return new Description(
                file.text("system"),
                file.maybe("tested").orElse("not tested"),
                file.mapping("auth").map(DescriptionReader::auth).orElse(Auth.NONE),
                headers(file),
                file.maybe("idempotency_header").map(name -> header(file, "idempotency_header", name)),
                resources(file, version),
                operations(file));
    }

    private static Map<String, String> headers(Yaml file) {
        var headers = file.texts("headers");
        headers.forEach((name, value) -> {
            header(file, "headers", name);
            if (!VALUE.matcher(value).matches()) {
                throw new Malformed(file.node("headers"), "the value of " + name + " has characters no header has");
            }
        });
        return headers;
    }

    private static String header(Yaml file, String where, String name) {
        if (!HEADER.matcher(name).matches()) {
            throw new Malformed(file.node(where), name + " is no name of a header");
        }
        return name;
    }

    private static Auth auth(Yaml auth) {
        auth.only(Set.of("scheme", "header", "prefix"));
        var scheme = auth.text("scheme");
        return switch (scheme) {
            case "none" -> Auth.NONE;
            case "basic" -> new Auth(Optional.of("Authorization"), "", true);
            case "bearer" -> new Auth(Optional.of("Authorization"), "Bearer ", false);
            case "header" ->
                new Auth(
                        Optional.of(header(auth, "header", auth.text("header"))),
                        auth.maybe("prefix").orElse(""),
                        false);
            default -> throw new Malformed(auth.node("scheme"), "scheme is none, basic, bearer or header");
        };
    }

    private static Version version(Yaml version) {
        version.only(Set.of("header", "condition"));
        return new Version(
                header(version, "header", version.text("header")),
                version.maybe("condition").map(name -> header(version, "condition", name)));
    }

    private static Map<String, Resource> resources(Yaml file, Optional<Version> version) {
        var resources = new LinkedHashMap<String, Resource>();
        var all = file.mapping("resources").orElseThrow(() -> new Malformed("resources is missing"));
        for (var name : all.names()) {
            if (!NAME.matcher(name).matches()) {
                throw new Malformed(all.node(name), "a resource's name has 1 to 50 of a-z, 0-9 and _");
            }
            resources.put(name, resource(name, all.mapping(name).orElseThrow(), version));
        }
        return resources;
    }

    private static Resource resource(String name, Yaml of, Optional<Version> version) {
        of.only(RESOURCE);
        var key = of.text("key");
        var encoding = of.choice("encoding", Encoding.class).orElse(Encoding.JSON);
        var fields = new LinkedHashSet<>(of.list("fields"));
        if (encoding == Encoding.TEXT && fields.size() != 1) {
            throw new Malformed(of.node("encoding"), "a resource that is a text has one field");
        }
        if (of.flag("nested") && (encoding != Encoding.JSON || of.flag("whole_update"))) {
            throw new Malformed(of.node("nested"), "only JSON that is changed in part can be nested");
        }
        return new Resource(
                name,
                key,
                one(of, "read", key),
                template(of, "list"),
                create(of, key),
                of.has("update") ? Optional.of(one(of, "update", key)) : Optional.empty(),
                of.flag("whole_update"),
                of.has("delete") ? Optional.of(one(of, "delete", key)) : Optional.empty(),
                of.has("recreate") ? Optional.of(one(of, "recreate", key)) : Optional.empty(),
                of.flag("key_in_body"),
                of.flag("nested"),
                fields,
                new LinkedHashSet<>(of.list("ignore")),
                encoding,
                of.maybe("content_type")
                        .orElse(of.flag("nested") ? "application/merge-patch+json" : "application/json"),
                of.maybe("items").orElse(""),
                of.maybe("request_envelope").orElse(""),
                of.maybe("answer_envelope").orElse(""),
                absent(of),
                of.mapping("version").map(DescriptionReader::version).or(() -> version),
                of.mapping("soft_delete").map(DescriptionReader::softDelete),
                of.mapping("paging").map(DescriptionReader::paging).orElse(Paging.NONE),
                of.choice("reversibility", Reversibility.class));
    }

    /** A request about one resource, so that its key is in it. */
    private static Template one(Yaml of, String name, String key) {
        var template = template(of, name).orElseThrow(() -> new Malformed(of.node(name), name + " is missing"));
        if (!template.names().equals(Set.of(key))) {
            throw new Malformed(of.node(name), "the path of " + name + " has {" + key + "} in it, and nothing else");
        }
        return template;
    }

    /** The only hole it may have is the key of what is made. */
    private static Optional<Template> create(Yaml of, String key) {
        var template = template(of, "create");
        if (template.filter(t -> !t.names().isEmpty() && !t.names().equals(Set.of(key)))
                .isPresent()) {
            throw new Malformed(of.node("create"), "the path of create has nothing in it but, maybe, {" + key + "}");
        }
        return template;
    }

    private static Optional<Template> template(Yaml of, String name) {
        return of.maybe(name)
                .map(text -> Template.parse(text)
                        .orElseThrow(() -> new Malformed(
                                of.node(name), name + " is a method and a path, for example GET /things/{id}")));
    }

    private static Set<Integer> absent(Yaml of) {
        var statuses = new LinkedHashSet<Integer>();
        for (var text : of.list("absent")) {
            if (!text.matches("[45]\\d\\d")) {
                throw new Malformed(of.node("absent"), text + " is no status that says that something is not there");
            }
            statuses.add(Integer.valueOf(text));
        }
        return statuses.isEmpty() ? Set.of(404, 410) : statuses;
    }

    private static SoftDelete softDelete(Yaml of) {
        of.only(Set.of("field", "deleted", "live", "writable"));
        return new SoftDelete(of.text("field"), of.text("deleted"), of.text("live"), of.flag("writable"));
    }

    private static Paging paging(Yaml of) {
        of.only(Set.of("style", "parameter", "size_parameter", "next"));
        var style = of.text("style");
        if (!Set.of("page", "offset", "cursor").contains(style)) {
            throw new Malformed(of.node("style"), "style is page, offset or cursor");
        }
        return new Paging(
                style,
                of.text("parameter"),
                of.maybe("size_parameter").orElse(""),
                of.maybe("next").orElse(""));
    }

    private static Map<String, OperationType> operations(Yaml file) {
        var operations = new LinkedHashMap<String, OperationType>();
        file.mapping("operations")
                .ifPresent(all -> all.names().forEach(name -> {
                    if (!NAME.matcher(name).matches()) {
                        throw new Malformed(all.node(name), "an operation's name has 1 to 50 of a-z, 0-9 and _");
                    }
                    operations.put(name, operation(name, all.mapping(name).orElseThrow()));
                }));
        return operations;
    }

    private static OperationType operation(String name, Yaml of) {
        of.only(Set.of("request", "description", "arguments", "changes", "tier", "reversibility"));
        var changes = of.mappings("changes").stream()
                .map(change -> {
                    change.only(Set.of("resource", "key"));
                    return new Changes(change.text("resource"), change.text("key"));
                })
                .toList();
        return new OperationType(
                name,
                template(of, "request").orElseThrow(() -> new Malformed(of.node("request"), "request is missing")),
                of.maybe("description").orElse(name),
                of.list("arguments"),
                changes,
                of.choice("tier", Tier.class).orElse(Tier.DESTRUCTIVE),
                of.choice("reversibility", Reversibility.class).orElse(Reversibility.IRREVERSIBLE));
    }
}
