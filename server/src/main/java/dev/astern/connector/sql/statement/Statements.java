package dev.astern.connector.sql.statement;

import dev.astern.connector.Tier;
import dev.astern.connector.sql.statement.Statement.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Splits SQL into statements and reads each as far as needed. */
public final class Statements {
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "SHOW", "(");
    private static final Set<String> WRITES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "DO", "CALL");
    private static final Set<String> STRUCTURE = Set.of("CREATE", "DROP", "ALTER", "TRUNCATE");
    private static final Set<String> TRANSACTION =
            Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE");
    /** Words that no statement without a change has outside quotes. */
    private static final Set<String> CHANGING =
            Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "LOCK", "ANALYZE", "ANALYSE", "SHARE", "CALL");

    private static final Map<String, Tier> TIERS = Map.of(
            "INSERT",
            Tier.WRITE,
            "UPDATE",
            Tier.WRITE,
            "MERGE",
            Tier.WRITE,
            "SELECT",
            Tier.WRITE,
            "VALUES",
            Tier.WRITE);
    private static final Set<String> BEFORE_TABLE = Set.of("FROM", "INTO", "UPDATE", "JOIN", "TABLE", "USING");
    private static final Set<String> OUTSIDE =
            Set.of("SETVAL", "PG_NOTIFY", "LOREAD", "LOWRITE", "TS_STAT", "DATABASE_TO_XML");
    private static final Set<String> OUTSIDE_PREFIXES = Set.of(
            "QUERY_TO_XML",
            "CURSOR_TO_XML",
            "DBLINK",
            "LO_",
            "PG_READ_",
            "PG_LS_",
            "PG_FILE_",
            "PG_LOGICAL_",
            "PG_REPLICATION_",
            "PG_WAL_");
    private static final int FEW_ROWS = 20;

    private Statements() {}

    /** The statements of a text, without empty ones. */
    public static List<Statement> split(String sql) {
        var statements = new ArrayList<Statement>();
        var current = new ArrayList<Token>();
        int from = 0;
        for (var token : Lexer.tokens(sql)) {
            if (token.symbol(";")) {
                add(statements, sql.substring(from, token.start()), current);
                from = token.start() + 1;
                current.clear();
            } else {
                current.add(token);
            }
        }
        add(statements, sql.substring(from), current);
        return statements;
    }

    private static void add(List<Statement> statements, String sql, List<Token> tokens) {
        if (!tokens.isEmpty()) {
            statements.add(read(sql.strip(), tokens));
        }
    }

    private static Statement read(String sql, List<Token> tokens) {
        var verb = tokens.getFirst().text();
        var kind = kind(verb, tokens);
        var tier = switch (kind) {
            case READ -> Tier.READ;
            case WRITE -> TIERS.getOrDefault(main(verb, tokens), Tier.DESTRUCTIVE);
            case STRUCTURE, TRANSACTION, FORBIDDEN, EMPTY -> Tier.DESTRUCTIVE;
        };
        var name = kind == Kind.WRITE ? main(verb, tokens) : verb;
        return new Statement(
                sql,
                kind,
                name.toLowerCase(Locale.ROOT),
                tier,
                tables(tokens),
                leaves(tokens) || (verb.equals("DO") && DoBody.leaves(tokens)),
                fewRows(verb, tokens));
    }

    private static Kind kind(String verb, List<Token> tokens) {
        if (QUERIES.contains(verb)) {
            return reads(tokens) ? Kind.READ : Kind.WRITE;
        }
        if (WRITES.contains(verb)) {
            return Kind.WRITE;
        }
        if (STRUCTURE.contains(verb)) {
            return Kind.STRUCTURE;
        }
        return TRANSACTION.contains(verb) ? Kind.TRANSACTION : Kind.FORBIDDEN;
    }

    /** Nothing that changes anything, and no function but those that are known to change nothing. */
    private static boolean reads(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.kind() == Token.Kind.WORD && CHANGING.contains(token.text())) {
                return false;
            }
            var called = i + 1 < tokens.size() && tokens.get(i + 1).symbol("(");
            if (called && callsUnknown(tokens, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean callsUnknown(List<Token> tokens, int at) {
        var token = tokens.get(at);
        if (token.kind() == Token.Kind.QUOTED) {
            return true;
        }
        return token.kind() == Token.Kind.WORD && !HarmlessFunctions.contains(token.text());
    }

    static boolean leaves(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED)
                .map(token -> token.text().toUpperCase(Locale.ROOT))
                .anyMatch(word ->
                        OUTSIDE.contains(word) || OUTSIDE_PREFIXES.stream().anyMatch(word::startsWith));
    }

    /** For a WITH or EXPLAIN, the first changing word decides what it is. */
    private static String main(String verb, List<Token> tokens) {
        if (!QUERIES.contains(verb)) {
            return verb;
        }
        return tokens.stream()
                .filter(token -> token.kind() == Token.Kind.WORD && WRITES.contains(token.text()))
                .map(Token::text)
                .findFirst()
                .orElse("SELECT");
    }

    private static List<String> tables(List<Token> tokens) {
        var names = new LinkedHashSet<String>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.kind() == Token.Kind.WORD && BEFORE_TABLE.contains(token.text())) {
                var name = name(tokens, i + 1);
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }

    private static String name(List<Token> tokens, int at) {
        var name = new StringBuilder();
        for (int i = at; i < tokens.size() && part(tokens.get(i)); i += 2) {
            var token = tokens.get(i);
            name.append(token.kind() == Token.Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : token.text());
            if (i + 1 >= tokens.size() || !tokens.get(i + 1).symbol(".")) {
                break;
            }
            name.append('.');
        }
        return name.toString();
    }

    private static boolean part(Token token) {
        return token.kind() == Token.Kind.QUOTED
                || (token.kind() == Token.Kind.WORD
                        && !Set.of("SELECT", "ONLY", "LATERAL", "SET", "WHERE").contains(token.text()));
    }

    private static boolean fewRows(String verb, List<Token> tokens) {
        if (tokens.stream().skip(1).anyMatch(token -> token.word("SELECT"))) {
            return false;
        }
        return switch (verb) {
            case "INSERT" -> tokens.stream().filter(token -> token.symbol("(")).count() <= FEW_ROWS;
            case "UPDATE" -> comparesAfterWhere(tokens);
            default -> false;
        };
    }

    private static boolean comparesAfterWhere(List<Token> tokens) {
        int where = -1;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).word("WHERE")) {
                where = i;
            }
        }
        return where >= 0
                && tokens.stream().skip(where).anyMatch(token -> token.symbol("="))
                && tokens.stream().skip(where).noneMatch(token -> token.word("OR"));
    }
}
