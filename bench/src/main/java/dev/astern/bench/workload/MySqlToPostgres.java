package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says one INSERT, UPDATE or DELETE on one table in PostgreSQL's words: quoting, names without regard to case, functions,
 * LIMIT, and MySQL's habit of taking the number out of a text where one is compared or computed with.
 */
final class MySqlToPostgres {
    private static final Set<String> KEYWORDS = Set.of(
            "INSERT", "INTO", "VALUES", "UPDATE", "SET", "DELETE", "FROM", "WHERE", "AND", "OR", "NOT", "NULL", "IS",
            "IN", "LIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END", "LIMIT", "ORDER", "BY", "AS", "SELECT",
            "DEFAULT");
    private static final Map<String, String> FUNCTIONS = Map.of(
            "IFNULL", "COALESCE",
            "CURDATE", "CURRENT_DATE",
            "RAND", "random",
            "UCASE", "UPPER",
            "LCASE", "LOWER",
            "CEILING", "CEIL");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%");

    private final String table;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final Predicate<String> isText;

    /** @param isText whether a column, by its own name, is kept as text */
    MySqlToPostgres(String table, List<String> columns, Predicate<String> isText) {
        this.table = table;
        columns.forEach(c -> this.columns.put(c.toLowerCase(Locale.ROOT), c));
        this.isText = isText;
    }

    String convert(String sql) {
        var tokens = new ArrayList<>(MySqlToken.read(sql));
        while (!tokens.isEmpty() && tokens.getLast().is(";")) {
            tokens.removeLast();
        }
        if (!tokens.isEmpty() && tokens.getFirst().is("REPLACE")) {
            tokens.set(0, new MySqlToken(MySqlToken.Kind.WORD, "INSERT"));
        }
        tokens.removeIf(t -> tokens.indexOf(t) < 4 && (t.is("IGNORE") || t.is("LOW_PRIORITY") || t.is("DELAYED")));
        return insertSet(limited(tokens));
    }

    /** {@code INSERT INTO t SET a = 1} is MySQL's own. */
    private String insertSet(List<MySqlToken> tokens) {
        int set = find(tokens, "SET");
        if (tokens.isEmpty() || !tokens.getFirst().is("INSERT") || set < 0 || find(tokens, "VALUES") >= 0) {
            return write(tokens);
        }
        var names = new ArrayList<String>();
        var values = new ArrayList<String>();
        for (var assignment : split(tokens.subList(set + 1, tokens.size()))) {
            names.add(write(assignment.subList(0, 1)));
            values.add(write(assignment.subList(2, assignment.size())));
        }
        return write(tokens.subList(0, set)) + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", values) + ")";
    }

    private static List<List<MySqlToken>> split(List<MySqlToken> tokens) {
        var parts = new ArrayList<List<MySqlToken>>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is(",")) {
                parts.add(tokens.subList(from, i));
                from = i + 1;
            }
        }
        parts.add(tokens.subList(from, tokens.size()));
        return parts;
    }

    /** {@code UPDATE … LIMIT n} and {@code DELETE … LIMIT n} name the rows first. */
    private List<MySqlToken> limited(List<MySqlToken> tokens) {
        int limit = lastIndex(tokens, "LIMIT");
        if (limit < 0 || tokens.getFirst().is("INSERT")) {
            return tokens;
        }
        int where = find(tokens, "WHERE");
        int order = lastIndex(tokens, "ORDER");
        int tail = order > 0 ? order : limit;
        var start = where < 0 ? tail : where;
        var changed = new ArrayList<>(tokens.subList(0, start));
        words(changed, "WHERE", "ctid", "IN", "(", "SELECT", "ctid", "FROM");
        changed.add(new MySqlToken(MySqlToken.Kind.QUOTED, table));
        changed.addAll(tokens.subList(start, tokens.size()));
        words(changed, ")");
        return changed;
    }

    private static void words(List<MySqlToken> tokens, String... words) {
        for (var word : words) {
            tokens.add(new MySqlToken(MySqlToken.Kind.WORD, word));
        }
    }

    private static int find(List<MySqlToken> tokens, String word) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is(word)) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndex(List<MySqlToken> tokens, String word) {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).kind() == MySqlToken.Kind.WORD && tokens.get(i).is(word)) {
                return i;
            }
        }
        return -1;
    }

    private String write(List<MySqlToken> tokens) {
        var out = new StringBuilder();
        boolean condition = false;
        for (int i = 0; i < tokens.size(); i++) {
            condition |= tokens.get(i).is("WHERE");
            var skip = i > 0
                    && FUNCTIONS
                            .getOrDefault(tokens.get(i - 1).text().toUpperCase(Locale.ROOT), "")
                            .equals("CURRENT_DATE");
            if (skip && tokens.get(i).is("(")) {
                i++;
                continue;
            }
            out.append(out.isEmpty() || tight(tokens, i) ? "" : " ").append(written(tokens, i, condition));
        }
        return out.toString();
    }

    private static boolean tight(List<MySqlToken> tokens, int i) {
        var token = tokens.get(i);
        var before = i == 0 ? token : tokens.get(i - 1);
        var call = token.is("(")
                && before.kind() == MySqlToken.Kind.WORD
                && FUNCTIONS.containsKey(before.text().toUpperCase(Locale.ROOT));
        return call || token.is(",") || token.is(".") || before.is(".");
    }

    private String written(List<MySqlToken> tokens, int i, boolean condition) {
        var token = tokens.get(i);
        return switch (token.kind()) {
            case STRING -> Sql.text(Values.clean(token.text()));
            case NUMBER -> token.text();
            case QUOTED -> column(token.text(), tokens, i, condition);
            case WORD -> word(tokens, i, condition);
            case SYMBOL ->
                switch (token.text()) {
                    case "&&" -> "AND";
                    case "||" -> "OR";
                    case "<=>" -> "IS NOT DISTINCT FROM";
                    case "!=" -> "<>";
                    default -> token.text();
                };
        };
    }

    private String word(List<MySqlToken> tokens, int i, boolean condition) {
        var text = tokens.get(i).text();
        var upper = text.toUpperCase(Locale.ROOT);
        if (KEYWORDS.contains(upper) || text.equals("ctid")) {
            return upper.equals("CTID") ? text : upper.equals("LIKE") ? "ILIKE" : upper;
        }
        var called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
        if (called && FUNCTIONS.containsKey(upper)) {
            return FUNCTIONS.getOrDefault(upper, text);
        }
        if (called && !text.equalsIgnoreCase(table)) {
            return text;
        }
        return columns.containsKey(text.toLowerCase(Locale.ROOT)) || text.equalsIgnoreCase(table)
                ? column(text, tokens, i, condition)
                : text;
    }

    /** A column or the table itself; a text column among numbers gives the number it starts with. */
    private String column(String text, List<MySqlToken> tokens, int i, boolean condition) {
        var isTable = text.equalsIgnoreCase(table) && namesTable(tokens, i);
        var name = isTable ? table : columns.getOrDefault(text.toLowerCase(Locale.ROOT), text);
        var quoted = Sql.name(name);
        return !isTable && isText.test(name) && amongNumbers(tokens, i, condition) ? leadingNumber(quoted) : quoted;
    }

    private static boolean namesTable(List<MySqlToken> tokens, int i) {
        return i > 0
                && (tokens.get(i - 1).is("INTO")
                        || tokens.get(i - 1).is("UPDATE")
                        || tokens.get(i - 1).is("FROM")
                        || tokens.get(i - 1).is("INSERT"));
    }

    private static boolean amongNumbers(List<MySqlToken> tokens, int i, boolean condition) {
        return among(tokens, i + 1, i + 2, condition) || among(tokens, i - 1, i - 2, condition);
    }

    private static boolean among(List<MySqlToken> tokens, int operator, int operand, boolean condition) {
        if (operand < 0 || operand >= tokens.size()) {
            return false;
        }
        var symbol = tokens.get(operator).text();
        return tokens.get(operand).kind() == MySqlToken.Kind.NUMBER
                && (ARITHMETIC.contains(symbol) || (condition && COMPARISONS.contains(symbol)));
    }

    private static String leadingNumber(String column) {
        return "COALESCE(substring(" + column + " from '^\\s*([+-]?[0-9]+(?:\\.[0-9]+)?)')::numeric, 0)";
    }
}
