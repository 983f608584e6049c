package dev.astern.library.pattern;

import dev.astern.library.model.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What JSON arguments must be. All of them must be asked for, or be among those that may be there as well.
 *
 * @param allowed names at the top that may be there as well; {@code ...} for any
 */
record Conditions(List<Condition> list, Set<String> allowed) {
    /**
     * What stands at one place.
     *
     * @param path member names, from the top
     * @param constant what it must be; none for anything that is there
     * @param capture its name; empty for none
     */
    record Condition(List<String> path, Optional<Object> constant, String capture) {
        Condition {
            path = List.copyOf(path);
        }

        Optional<Object> find(Map<String, Object> arguments) {
            Optional<Object> now = Optional.of(arguments);
            for (var name : path) {
                now = now.flatMap(value ->
                        value instanceof Map<?, ?> members ? Optional.ofNullable(members.get(name)) : Optional.empty());
            }
            return now.filter(value -> constant.stream().allMatch(c -> same(c, value)));
        }

        private static boolean same(Object a, Object b) {
            return (a instanceof Number && b instanceof Number) ? number(a).compareTo(number(b)) == 0 : a.equals(b);
        }

        private static BigDecimal number(Object value) {
            var text = String.valueOf(value);
            return text.matches("-?[0-9]{1,40}(?:\\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")
                    ? new BigDecimal(text)
                    : BigDecimal.ZERO;
        }

        private boolean clashes(Condition other) {
            return path.equals(other.path)
                    && constant.stream()
                            .anyMatch(mine -> other.constant.stream().anyMatch(their -> !same(mine, their)));
        }
    }

    Conditions {
        list = List.copyOf(list);
        allowed = Set.copyOf(allowed);
    }

    static Conditions read(String json, List<String> allowed) {
        if (!(Json.read(json).orElse("") instanceof Map<?, ?> members)) {
            throw BadPattern.syntax("what stands after it is no JSON object");
        }
        var list = new ArrayList<Condition>();
        collect(members, List.of(), list);
        return new Conditions(list, Set.copyOf(allowed));
    }

    private static void collect(Map<?, ?> members, List<String> above, List<Condition> into) {
        for (var member : members.entrySet()) {
            var path = below(above, member.getKey());
            switch (member.getValue()) {
                case Map<?, ?> inner -> collect(inner, path, into);
                case String text -> into.add(ofText(text, path));
                case null -> throw BadPattern.syntax("null can't be asked for");
                case Object constant -> into.add(new Condition(path, Optional.of(constant), ""));
            }
        }
    }

    private static List<String> below(List<String> above, Object name) {
        return Stream.concat(above.stream(), Stream.of(String.valueOf(name))).toList();
    }

    private static Condition ofText(String text, List<String> path) {
        if (text.equals("*")) {
            return new Condition(path, Optional.empty(), "");
        }
        if (!text.startsWith("{") || !text.endsWith("}")) {
            return new Condition(path, Optional.of(text), "");
        }
        var name = text.substring(1, text.length() - 1);
        if (!TokenReader.NAME.matcher(name).matches()) {
            throw BadPattern.syntax("{" + name + "} is no name: lower-case letters, digits, _");
        }
        return new Condition(path, Optional.empty(), name);
    }

    /** What was captured; empty when they don't hold. */
    Optional<Map<String, Object>> match(Map<String, Object> arguments) {
        if (!allowed.contains("...") && !accounted(arguments, List.of())) {
            return Optional.empty();
        }
        var values = new HashMap<String, Object>();
        for (var condition : list) {
            var found = condition.find(arguments);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (!condition.capture().isEmpty()) {
                values.put(condition.capture(), found.get());
            }
        }
        return Optional.of(values);
    }

    /** Whether each member, however deep, is asked for or allowed. */
    private boolean accounted(Map<?, ?> members, List<String> above) {
        return members.entrySet().stream().allMatch(member -> {
            var path = below(above, member.getKey());
            return list.stream().anyMatch(c -> c.path().equals(path))
                    || (above.isEmpty() && allowed.contains(path.getFirst()))
                    || (list.stream().anyMatch(c -> starts(c.path(), path))
                            && member.getValue() instanceof Map<?, ?> inner
                            && accounted(inner, path));
        });
    }

    Stream<String> captures() {
        return list.stream().map(Condition::capture).filter(name -> !name.isEmpty());
    }

    boolean overlaps(Conditions that) {
        return list.stream().noneMatch(mine -> that.list.stream().anyMatch(mine::clashes))
                && that.accepts(list)
                && accepts(that.list);
    }

    private boolean accepts(List<Condition> theirs) {
        return allowed.contains("...")
                || theirs.stream()
                        .allMatch(their -> allowed.contains(their.path().getFirst())
                                || list.stream().anyMatch(mine -> related(mine.path(), their.path())));
    }

    private static boolean related(List<String> a, List<String> b) {
        return a.equals(b) || starts(a, b) || starts(b, a);
    }

    private static boolean starts(List<String> path, List<String> with) {
        return path.size() > with.size() && path.subList(0, with.size()).equals(with);
    }
}
