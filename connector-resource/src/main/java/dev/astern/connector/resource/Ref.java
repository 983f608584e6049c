package dev.astern.connector.resource;

import dev.astern.connector.Image;
import java.util.Map;
import java.util.Objects;

/**
 * Names one resource of a system.
 *
 * @param resource what kind it is, for example {@code contacts}
 * @param key which one
 */
public record Ref(String resource, Image key) implements Comparable<Ref> {
    public Ref {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(key, "key");
    }

    /** One whose key has a single field. */
    public static Ref of(String resource, String field, String value) {
        return new Ref(resource, new Image(Map.of(field, value)));
    }

    @Override
    public int compareTo(Ref other) {
        int byResource = resource.compareTo(other.resource);
        return byResource != 0
                ? byResource
                : key.fields().toString().compareTo(other.key.fields().toString());
    }

    @Override
    public String toString() {
        return resource + key.fields();
    }
}
