package dev.astern.policy;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What conditions can call beyond CEL itself. */
final class Functions {
    static final String AT_LEAST = "at_least";
    static final String AT_MOST = "at_most";
    private static final int PATTERN_MAX = 200;

    private Functions() {}

    static List<CelFunctionDecl> declarations() {
        return List.of(
                twoTexts(AT_LEAST),
                twoTexts(AT_MOST),
                twoTexts("glob"),
                textsAndPattern("touches"),
                textsAndPattern("within"),
                CelFunctionDecl.newFunctionDeclaration(
                        "count",
                        CelOverloadDecl.newGlobalOverload(
                                "count_map_string",
                                SimpleType.INT,
                                MapType.create(SimpleType.STRING, SimpleType.INT),
                                SimpleType.STRING)));
    }

    private static CelFunctionDecl twoTexts(String name) {
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(
                        name + "_string_string", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
    }

    private static CelFunctionDecl textsAndPattern(String name) {
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(
                        name + "_list_string", SimpleType.BOOL, ListType.create(SimpleType.STRING), SimpleType.STRING));
    }

    static List<CelFunctionBinding> bindings() {
        var all = new ArrayList<CelFunctionBinding>();
        texts(all, AT_LEAST, (a, b) -> order(a, b) >= 0);
        texts(all, AT_MOST, (a, b) -> order(a, b) <= 0);
        texts(all, "glob", (text, pattern) -> pattern(pattern).matches(text));
        lists(all, "touches", (list, pattern) -> list.stream().anyMatch(t -> pattern.matches(String.valueOf(t))));
        lists(
                all,
                "within",
                (list, pattern) -> !list.isEmpty() && list.stream().allMatch(t -> pattern.matches(String.valueOf(t))));
        all.addAll(CelFunctionBinding.fromOverloads(
                "count", CelFunctionBinding.from("count_map_string", Map.class, String.class, Functions::count)));
        return all;
    }

    @Immutable
    private interface Texts {
        boolean test(String a, String b);
    }

    @Immutable
    private interface Lists {
        boolean test(List<?> list, Glob pattern);
    }

    private static void texts(List<CelFunctionBinding> all, String name, Texts test) {
        all.addAll(CelFunctionBinding.fromOverloads(
                name, CelFunctionBinding.from(name + "_string_string", String.class, String.class, test::test)));
    }

    private static void lists(List<CelFunctionBinding> all, String name, Lists test) {
        all.addAll(CelFunctionBinding.fromOverloads(
                name,
                CelFunctionBinding.from(
                        name + "_list_string",
                        List.class,
                        String.class,
                        (list, pattern) -> test.test(list, pattern(pattern)))));
    }

    private static Object count(Map<?, ?> counts, String key) {
        return Objects.requireNonNullElse(counts.get(key), 0L);
    }

    private static Glob pattern(String pattern) {
        if (pattern.length() > PATTERN_MAX) {
            throw new IllegalArgumentException("a pattern has at most " + PATTERN_MAX + " characters");
        }
        return new Glob(pattern);
    }

    /** Tiers from read to destructive, classes from trivially reversible to irreversible. */
    private static int order(String a, String b) {
        for (var names : List.of(MatchField.Names.TIERS, MatchField.Names.CLASSES, MatchField.Names.STAGES)) {
            int first = names.indexOf(a);
            int second = names.indexOf(b);
            if (first >= 0 && second >= 0) {
                return Integer.compare(first, second);
            }
        }
        throw new IllegalArgumentException(a + " and " + b + " are not two tiers, two classes or two stages");
    }
}
