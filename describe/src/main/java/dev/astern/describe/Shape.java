package dev.astern.describe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The members of an object, as far as a schema says.
 *
 * @param several whether the schema allows objects of several shapes, all of whose members are here
 */
record Shape(Map<String, Property> properties, boolean several) {
    static final Shape UNKNOWN = new Shape(Map.of(), false);

    Shape {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** @param schema as it is there, maybe a reference */
    record Property(String name, boolean readOnly, boolean writeOnly, JsonNode schema) {}

    boolean known() {
        return !properties.isEmpty();
    }

    Optional<Property> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }
}
