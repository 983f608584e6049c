package dev.astern.describe;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where in a body the resource is.
 *
 * @param name of the member that holds it, or empty where it is the body itself
 */
record Envelope(String name, Shape shape) {
    /** The envelope of an answer: the only object in it that has a key, where it has none itself. */
    static Envelope ofAnswer(String hole, Shape body, Shapes shapes) {
        if (KeyField.find(hole, body).isPresent()) {
            return new Envelope("", body);
        }
        var inside = body.properties().values().stream()
                .filter(p -> shapes.object(p.schema()) && plain(p.name()))
                .map(p -> new Envelope(p.name(), shapes.of(p.schema())))
                .filter(e -> KeyField.find(hole, e.shape()).isPresent())
                .toList();
        return inside.size() == 1 ? inside.getFirst() : new Envelope("", body);
    }

    /** The envelope of a request: its only member, where that is an object and what is read has no such member. */
    static Envelope ofRequest(Shape body, Shape read, Shapes shapes) {
        var only = List.copyOf(body.properties().values());
        return only.size() == 1
                        && shapes.object(only.getFirst().schema())
                        && plain(only.getFirst().name())
                        && read.property(only.getFirst().name()).isEmpty()
                ? new Envelope(only.getFirst().name(), shapes.of(only.getFirst().schema()))
                : new Envelope("", body);
    }

    /** Where the entries of a list are: a path of names, or empty for the answer itself; nothing where there are none. */
    static Optional<String> ofItems(JsonNode schema, Shapes shapes) {
        return shapes.items(schema).isPresent() ? Optional.of("") : items(shapes.of(schema), shapes, "", 2);
    }

    private static Optional<String> items(Shape shape, Shapes shapes, String at, int deeper) {
        var lists = shape.properties().values().stream()
                .filter(p -> plain(p.name()) && shapes.items(p.schema()).isPresent())
                .sorted(Comparator.comparing(p -> !holdsObjects(p, shapes)))
                .toList();
        if (!lists.isEmpty()) {
            return Optional.of(at + lists.getFirst().name());
        }
        return deeper == 0
                ? Optional.empty()
                : shape.properties().values().stream()
                        .filter(p -> plain(p.name()) && shapes.object(p.schema()))
                        .flatMap(p -> items(shapes.of(p.schema()), shapes, at + p.name() + ".", deeper - 1).stream())
                        .findFirst();
    }

    private static boolean holdsObjects(Shape.Property property, Shapes shapes) {
        return shapes.items(property.schema()).filter(shapes::object).isPresent();
    }

    /** A description names places with dots in between. */
    static boolean plain(String name) {
        return Words.printable(name) && !name.contains(".");
    }
}
