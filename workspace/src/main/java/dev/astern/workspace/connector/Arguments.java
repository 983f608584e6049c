package dev.astern.workspace.connector;

import dev.astern.workspace.file.RelPath;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call's arguments, read one by one; what is wrong with them is said in a refusal. */
final class Arguments {
    private final Map<String, Object> all;
    private final String root;

    /** @param root the workspace's own path, so that agents may give whole paths */
    Arguments(Map<String, Object> all, Set<String> known, String root) {
        this.all = all;
        this.root = root;
        for (var name : all.keySet()) {
            if (!known.contains(name)) {
                throw WorkspaceSettings.bad("there is no argument " + shortened(name));
            }
        }
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }

    String text(String name) {
        if (all.get(name) instanceof String text) {
            return text;
        }
        throw WorkspaceSettings.bad(name + " is missing, or is no text");
    }

    @Nullable
    String textOr(String name) {
        return all.containsKey(name) ? text(name) : null;
    }

    boolean flag(String name) {
        var value = all.getOrDefault(name, false);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw WorkspaceSettings.bad(name + " is true or false");
    }

    long number(String name, long otherwise, long most) {
        var value = all.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number) {
            try {
                long number = new BigDecimal(value.toString()).longValueExact();
                if (number >= 0 && number <= most) {
                    return number;
                }
            } catch (ArithmeticException | NumberFormatException e) {
                throw WorkspaceSettings.bad(name + " is a whole number from 0 to " + most);
            }
        }
        throw WorkspaceSettings.bad(name + " is a whole number from 0 to " + most);
    }

    List<String> texts(String name) {
        if (all.get(name) instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw WorkspaceSettings.bad(name + " is a list of texts, and not empty");
    }

    RelPath path(String name) {
        var path = pathOr(name);
        if (path.isRoot()) {
            throw WorkspaceSettings.bad(name + " is missing, or is the workspace itself");
        }
        return path;
    }

    /** The workspace itself where nothing is given. */
    RelPath pathOr(String name) {
        var text = textOr(name);
        if (text == null) {
            return RelPath.ROOT;
        }
        if (text.equals(root) || text.startsWith(root + "/")) {
            text = text.substring(root.length());
            text = text.startsWith("/") ? text.substring(1) : text;
        }
        while (text.startsWith("./")) {
            text = text.substring(2);
        }
        if (text.endsWith("/") && text.length() > 1) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.isEmpty() || text.equals(".")) {
            return RelPath.ROOT;
        }
        try {
            return RelPath.of(text);
        } catch (IllegalArgumentException e) {
            throw WorkspaceSettings.bad(name + ": " + e.getMessage() + "; paths are relative to the workspace");
        }
    }
}
