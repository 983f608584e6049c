package dev.astern.connector.kubernetes;

import dev.astern.connector.Call;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.http.Shown;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The arguments of a call, checked: whatever agents give as a name becomes part of a path. */
final class Given {
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,252}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern API_VERSION =
            Pattern.compile("(?:([a-z0-9][a-z0-9.-]{0,252})/)?(v[0-9][a-z0-9]{0,20})");

    private final Call call;
    private final String namespace;

    /** @param namespace where a call names none */
    Given(Call call, String namespace) {
        this.call = call;
        this.namespace = namespace;
    }

    /** What is wrong with a call. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Wrong(String sentence) {
            super(sentence);
            problem = Problem.of(Reason.BAD_REQUEST, sentence);
        }

        Problem problem() {
            return problem;
        }
    }

    /** @param version of the API, where one was named */
    record Named(Which which, Optional<String> version) {}

    void only(Set<String> known) {
        for (var name : call.arguments().keySet()) {
            if (!known.contains(name)) {
                throw new Wrong(call.tool() + " has no argument " + Shown.of(name) + "; it has "
                        + known.stream().sorted().toList());
            }
        }
    }

    Optional<String> text(String name) {
        var value = call.arguments().get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new Wrong(name + " is a text");
        }
        return Optional.of(text);
    }

    private String need(String name) {
        return text(name).orElseThrow(() -> new Wrong(call.tool() + " needs " + name));
    }

    Named object() {
        return named(text("api_version"), need("kind"), text("namespace"), need("name"));
    }

    /** Without a name; without a namespace where all are meant. */
    Named kind() {
        boolean all = call.arguments().get("all_namespaces") instanceof Boolean flag && flag;
        var named = named(text("api_version"), need("kind"), text("namespace"), "x");
        var which = named.which();
        return new Named(new Which(which.group(), which.kind(), all ? "" : which.namespace(), ""), named.version());
    }

    Named named(Optional<String> apiVersion, String kind, Optional<String> in, String name) {
        if (!KIND.matcher(kind).matches()) {
            throw new Wrong(Shown.of(kind) + " is no kind, as for example Deployment");
        }
        if (!NAME.matcher(name).matches()) {
            throw new Wrong(Shown.of(name) + " is no name of an object");
        }
        var version = apiVersion.map(Given::version);
        var known = Kinds.of(kind);
        if (version.isEmpty() && known.isEmpty()) {
            throw new Wrong("name the api_version of " + kind + ", for example example.com/v1");
        }
        var group =
                version.map(v -> v[0]).or(() -> known.map(Kinds.Known::group)).orElseThrow();
        var own = known.filter(k -> k.group().equals(group));
        var space =
                in.orElseGet(() -> own.map(k -> k.namespaced() ? namespace : "").orElse(""));
        if (own.isPresent() && own.get().namespaced() == space.isEmpty()) {
            throw new Wrong(kind + (space.isEmpty() ? " is in a namespace" : " is in no namespace"));
        }
        if (!space.isEmpty() && !NAMESPACE.matcher(space).matches()) {
            throw new Wrong(Shown.of(space) + " is no name of a namespace");
        }
        return new Named(new Which(group, kind, space, name), version.map(v -> v[1]));
    }

    /** Group and version. */
    private static String[] version(String text) {
        var shape = API_VERSION.matcher(text);
        if (!shape.matches()) {
            throw new Wrong(Shown.of(text) + " is no api_version, as for example apps/v1");
        }
        var group = shape.group(1);
        return new String[] {group == null ? "" : group, shape.group(2)};
    }

    Object need(String name, String what) {
        var value = call.arguments().get(name);
        if (value == null) {
            throw new Wrong(call.tool() + " needs " + name + ", " + what);
        }
        return value;
    }

    int number(String name, int least, int most) {
        if (call.arguments().get(name) instanceof Number number
                && number.doubleValue() == number.intValue()
                && number.intValue() >= least
                && number.intValue() <= most) {
            return number.intValue();
        }
        throw new Wrong(name + " is a whole number from " + least + " to " + most);
    }

    boolean has(String name) {
        return call.arguments().containsKey(name);
    }
}
