package dev.astern.connector.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Manifests as agents give them: an object, or its YAML or JSON. */
final class Texts {
    private static final int MAX_CHARACTERS = 1_500_000;
    private static final int MAX_DEPTH = 100;
    /** The cluster writes these; an agent that applies what it read has them. */
    private static final Set<String> THE_SERVER_S = Set.of(
            "managedFields",
            "resourceVersion",
            "uid",
            "creationTimestamp",
            "generation",
            "selfLink",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private Texts() {}

    static ObjectNode object(Object given) {
        try {
            var value = given instanceof String text ? parsed(text) : given;
            if (Json.of(value) instanceof ObjectNode object && Json.text(object).length() <= MAX_CHARACTERS) {
                return object;
            }
        } catch (YAMLException | JacksonException e) {
            throw new Given.Wrong("it can't be read as YAML or JSON");
        }
        throw new Given.Wrong("expected one object of names and values, of at most " + MAX_CHARACTERS + " characters");
    }

    private static @Nullable Object parsed(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CHARACTERS);
        var dumper = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new NoDates())
                .load(text);
    }

    /** A date is a text here, as it is for Kubernetes. */
    private static final class NoDates extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, java.util.regex.Pattern regexp, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }

    static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.asString()) : Optional.empty();
    }

    /** What is to be applied: what the cluster writes left out, a secret's plain texts as it keeps them. */
    static ObjectNode applied(ObjectNode given, Which which) {
        var manifest = given.deepCopy();
        manifest.remove("status");
        var metadata = manifest.withObject("/metadata");
        metadata.remove(THE_SERVER_S);
        if (metadata.has("generateName")) {
            throw new Given.Wrong("give it a name; generateName is not for apply");
        }
        if (metadata.has("finalizers")) {
            throw new Given.Wrong("finalizers are for controllers; leave them out");
        }
        if (!which.namespace().isEmpty()) {
            metadata.put("namespace", which.namespace());
        }
        return which.secret() ? encoded(manifest) : manifest;
    }

    /** Texts under {@code stringData} become {@code data}, as the cluster would have it. */
    static ObjectNode encoded(ObjectNode manifest) {
        if (manifest.remove("stringData") instanceof ObjectNode texts) {
            var data = manifest.withObject("/data");
            texts.properties().forEach(p -> {
                var value = p.getValue();
                var bytes = plain(value).getBytes(UTF_8);
                data.set(
                        p.getKey(),
                        value.isNull() ? value : Json.of(Base64.getEncoder().encodeToString(bytes)));
            });
        }
        manifest.path("data").forEach(Texts::plain);
        return manifest;
    }

    private static String plain(JsonNode value) {
        var text = value.asString("");
        if (text.equals(Manifest.MASK)) {
            throw new Given.Wrong("a value of the secret is masked as it was read; leave out what is not to change");
        }
        return text;
    }
}
