package dev.astern.describe;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path of one resource among others, for example {@code /pets/{petId}}.
 *
 * @param collection what is before the hole, for example {@code /pets}
 * @param hole its name in the document
 * @param suffix after the hole, for example {@code .json}, or empty
 */
record ItemPath(String collection, String hole, String suffix) {
    private static final Pattern SHAPE = Pattern.compile("(/.+)/\\{([^{}/]+)\\}(\\.[a-z]{1,10})?");
    private static final Pattern FIT = Pattern.compile("/[A-Za-z0-9_.~!$&'()*+,;=:@%/-]*");

    /** Whether its last segment is a hole, so that it may be the path of one resource. */
    static boolean looksLikeOne(String path) {
        return SHAPE.matcher(trimmed(path)).matches();
    }

    /** @throws Unfit where a description can't have such a path */
    static ItemPath parse(String path) {
        var match = SHAPE.matcher(trimmed(path));
        if (!match.matches()) {
            throw new Unfit("its last segment is not the key alone");
        }
        var collection = match.group(1);
        if (collection.contains("{")) {
            throw new Unfit("its path has more than one hole");
        }
        boolean strange = !FIT.matcher(collection).matches()
                || collection.contains("//")
                || List.of(collection.split("/", -1)).stream().anyMatch(s -> s.equals(".") || s.equals(".."));
        if (strange) {
            throw new Unfit("its path has characters or segments that no description has");
        }
        return new ItemPath(
                collection, match.group(2), Optional.ofNullable(match.group(3)).orElse(""));
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The path of the collection, as the document may spell it. */
    List<String> collections() {
        return List.of(collection + suffix, collection + suffix + "/", collection, collection + "/");
    }

    /** With the key in the hole; a slash at the end stays. */
    String with(String key, String path) {
        return path.replace("{" + hole + "}", "{" + key + "}");
    }

    /** The collection's own name, for example {@code pets}. */
    String name() {
        return Words.name(collection.substring(collection.lastIndexOf('/') + 1), "things");
    }

    /** With what is before it, for where the name alone is taken. */
    String longName() {
        return Words.name(collection.replaceAll("^/(api/)?(v\\d+/)?", ""), "things");
    }
}
