package dev.astern.describe;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The field that identifies a resource.
 *
 * @param check what a person should look at, or empty where there is no doubt
 */
record KeyField(String name, String check) {
    private static final Pattern FIT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Nothing where no member of the shape can be it. */
    static Optional<KeyField> find(String hole, Shape shape) {
        var names = shape.properties().keySet().stream()
                .filter(name -> FIT.matcher(name).matches())
                .toList();
        if (names.contains(hole)) {
            return Optional.of(new KeyField(hole, ""));
        }
        var wanted = Words.alike(hole);
        return names.stream()
                .filter(name -> Words.alike(name).equals(wanted))
                .findFirst()
                .or(() -> names.stream()
                        .filter(name -> Words.alike(name).length() > 1 && wanted.endsWith(Words.alike(name)))
                        .findFirst())
                .or(() -> names.stream().filter(name -> name.equals("id")).findFirst())
                .map(name -> new KeyField(name, "the path calls it " + Words.shown(hole)));
    }

    /** For where the answer's schema does not help. */
    static KeyField byPath(String hole) {
        if (!FIT.matcher(hole).matches()) {
            throw new Unfit(
                    "no field of what is read is the key, and " + Words.shown(hole) + " can't be the name of one");
        }
        return new KeyField(hole, "no field of what is read is called so; it has to be in the answer, or in Location");
    }
}
