package dev.astern.describe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The fields of a resource that count: those that can be written and read back.
 *
 * @param written as the document says it, in the order of what is read
 * @param unread can be written and are not read back, so that they can't be captured
 * @param systems those that a system commonly writes itself, though the document does not say so
 */
record Fields(List<String> written, List<String> unread, List<String> systems) {
    private static final Set<String> SYSTEMS = Set.of(
            "createdat",
            "updatedat",
            "modifiedat",
            "deletedat",
            "created",
            "updated",
            "modified",
            "createdby",
            "updatedby",
            "modifiedby",
            "createdtime",
            "updatedtime",
            "createtime",
            "updatetime",
            "lastmodified",
            "etag",
            "self",
            "links",
            "href");

    Fields {
        written = List.copyOf(written);
        unread = List.copyOf(unread);
        systems = List.copyOf(systems);
    }

    static Fields of(String key, Shape read, List<Shape> requests) {
        var asked = new LinkedHashSet<String>();
        requests.forEach(request -> request.properties().values().stream()
                .filter(p ->
                        !p.readOnly() && Words.printable(p.name()) && !p.name().equals(key))
                .forEach(p -> asked.add(p.name())));
        var written = new ArrayList<String>();
        var systems = new ArrayList<String>();
        for (var property : read.properties().values()) {
            if (asked.contains(property.name()) && !property.readOnly() && !property.writeOnly()) {
                (SYSTEMS.contains(Words.alike(property.name())) ? systems : written).add(property.name());
            }
        }
        var unread = asked.stream()
                .filter(name ->
                        read.property(name).map(Shape.Property::writeOnly).orElse(true))
                .toList();
        return new Fields(written, unread, systems);
    }

    void add(Lines into) {
        into.add("fields: ["
                + String.join(", ", written.stream().map(Words::value).toList()) + "]");
        if (!unread.isEmpty()) {
            into.check("not read back, so not captured and not offered: " + String.join(", ", unread));
        }
        if (!systems.isEmpty()) {
            into.check("taken for the system's own, so not offered: " + String.join(", ", systems));
        }
    }
}
