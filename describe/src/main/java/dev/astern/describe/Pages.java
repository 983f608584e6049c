package dev.astern.describe;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds how a list is turned, by the names that such parameters commonly have. */
final class Pages {
    private static final Set<String> SIZES =
            Set.of("limit", "perpage", "pagesize", "size", "maxresults", "count", "top", "take");
    private static final Set<String> NUMBERS = Set.of("page", "pagenumber", "pageno", "pageindex");
    private static final Set<String> OFFSETS = Set.of("offset", "skip", "startat", "startindex");
    private static final Set<String> CURSORS =
            Set.of("cursor", "after", "startingafter", "pagetoken", "nexttoken", "continuationtoken", "pageafter");
    private static final List<String> NEXT = List.of(
            "nextcursor",
            "nextpagetoken",
            "nexttoken",
            "continuationtoken",
            "aftercursor",
            "endcursor",
            "cursor",
            "next");

    private Pages() {}

    /** The line, with its mark; nothing where there are no pages. */
    static void add(Endpoint list, Shapes shapes, Lines into) {
        var size = named(list, SIZES)
                .map(name -> ", size_parameter: " + Words.value(name))
                .orElse("");
        var number = named(list, NUMBERS);
        var offset = named(list, OFFSETS);
        var cursor = named(list, CURSORS);
        if (cursor.isPresent()) {
            cursor(list, shapes, cursor.get(), size, into);
        } else if (number.isPresent()) {
            line("page", number.get(), size, into);
        } else if (offset.isPresent()) {
            line("offset", offset.get(), size, into);
        }
    }

    private static void line(String style, String parameter, String size, Lines into) {
        into.add(
                "paging: {style: " + style + ", parameter: " + Words.value(parameter) + size + "}",
                "by the parameter's name");
    }

    private static void cursor(Endpoint list, Shapes shapes, String parameter, String size, Lines into) {
        var next = list.answer().flatMap(answer -> next(shapes.of(answer.schema()), shapes, "", 2));
        if (next.isEmpty()) {
            into.check("pages are turned by " + parameter
                    + ", but where the next one is told is not known: paging is missing");
            return;
        }
        line("cursor", parameter, size + ", next: " + Words.value(next.get()), into);
    }

    private static Optional<String> next(Shape shape, Shapes shapes, String at, int deeper) {
        for (var wanted : NEXT) {
            for (var property : shape.properties().values()) {
                if (Words.alike(property.name()).equals(wanted)
                        && Envelope.plain(property.name())
                        && !shapes.object(property.schema())) {
                    return Optional.of(at + property.name());
                }
            }
        }
        return deeper == 0
                ? Optional.empty()
                : shape.properties().values().stream()
                        .filter(p -> Envelope.plain(p.name()) && shapes.object(p.schema()))
                        .flatMap(p -> next(shapes.of(p.schema()), shapes, at + p.name() + ".", deeper - 1).stream())
                        .findFirst();
    }

    private static Optional<String> named(Endpoint list, Set<String> names) {
        return list.parameter("query", name -> names.contains(Words.alike(name)) && Words.printable(name));
    }
}
