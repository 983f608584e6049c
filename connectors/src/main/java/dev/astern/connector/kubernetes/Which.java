package dev.astern.connector.kubernetes;

import dev.astern.connector.Image;
import dev.astern.connector.resource.Ref;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names one object of a cluster, in whatever version of the API it is asked for.
 *
 * @param group of the API, empty for the first one
 * @param namespace empty for what has none
 */
record Which(String group, String kind, String namespace, String name) {

    /** {@code Deployment.apps}, {@code ConfigMap}. */
    String resource() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    Ref ref() {
        var key = new LinkedHashMap<String, @Nullable String>();
        key.put("name", name);
        if (!namespace.isEmpty()) {
            key.put("namespace", namespace);
        }
        return new Ref(resource(), new Image(key));
    }

    static Which of(Ref ref) {
        int dot = ref.resource().indexOf('.');
        return new Which(
                dot < 0 ? "" : ref.resource().substring(dot + 1),
                dot < 0 ? ref.resource() : ref.resource().substring(0, dot),
                Optional.ofNullable(ref.key().get("namespace")).orElse(""),
                Objects.requireNonNull(ref.key().get("name"), "no name: bug"));
    }

    boolean secret() {
        return resource().equals("Secret");
    }

    @Override
    public String toString() {
        return resource() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
