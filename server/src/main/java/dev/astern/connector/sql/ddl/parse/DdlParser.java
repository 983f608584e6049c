package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One statement of the allow-list, or a refusal. Nothing passes that was not understood completely. */
public final class DdlParser {
    private static final int MAX_CHARACTERS = 262_144;
    private static final Set<String> STARTS = Set.of(
            "create",
            "drop",
            "alter",
            "truncate",
            "grant",
            "revoke",
            "comment",
            "security",
            "reassign",
            "reindex",
            "cluster",
            "refresh",
            "import",
            "vacuum",
            "analyze");
    private static final String FORMS = "; the gateway runs CREATE, DROP and TRUNCATE TABLE, ALTER TABLE with ADD, DROP"
            + " and RENAME COLUMN and ALTER COLUMN … TYPE, CREATE and DROP INDEX";

    private final TokenStream in;
    private final TableParser tables;
    private final ExprParser expressions;
    private final ColumnParser columns;

    private DdlParser(TokenStream in) {
        this.in = in;
        var types = new TypeParser(in);
        this.expressions = new ExprParser(in, types);
        this.columns = new ColumnParser(in, types, expressions);
        this.tables = new TableParser(in, columns, types, expressions);
    }

    /** Whether a statement's first word says that it would change structure, so that it belongs here. */
    public static boolean wants(String sql) {
        try {
            Token first = new Lexer(sql).first();
            return first.kind() == Kind.WORD && STARTS.contains(first.text());
        } catch (NotUnderstood e) {
            return false;
        }
    }

    public static Parsed parse(String sql) {
        try {
            if (sql.length() > MAX_CHARACTERS) {
                throw NotUnderstood.notAllowed("a structure change has at most " + MAX_CHARACTERS + " characters");
            }
            return new DdlParser(new TokenStream(new Lexer(sql).tokens())).statement();
        } catch (NotUnderstood e) {
            return new Parsed.Refused(e.problem());
        }
    }

    private Parsed statement() {
        Ddl ddl = form();
        in.acceptSymbol(";");
        if (!in.atEnd()) {
            throw in.unexpected("the end of the statement");
        }
        return new Parsed.Understood(ddl, expressions.functions(), columns.defaultFunctions());
    }

    private Ddl form() {
        if (in.accept("create", "table")) {
            return tables.create();
        }
        if (in.accept("drop", "table")) {
            boolean ifExists = in.accept("if", "exists");
            return new Ddl.DropTable(in.list(in::qualifiedName), ifExists, cascade(in));
        }
        if (in.accept("truncate")) {
            return truncate();
        }
        if (in.accept("alter", "table")) {
            return tables.alter();
        }
        if (in.sees("create", "index") || in.sees("create", "unique", "index")) {
            return new IndexParser(in, expressions).create();
        }
        if (in.accept("drop", "index")) {
            notConcurrently(in);
            boolean ifExists = in.accept("if", "exists");
            return new Ddl.DropIndex(in.list(in::qualifiedName), ifExists, cascade(in));
        }
        throw NotUnderstood.notAllowed(opening() + " is not among the structure changes of agents" + FORMS);
    }

    private Ddl truncate() {
        in.accept("table");
        List<QName> names = in.list(() -> {
            refuseOnly(in);
            return in.qualifiedName();
        });
        boolean restart = in.accept("restart", "identity");
        if (!restart) {
            in.accept("continue", "identity");
        }
        return new Ddl.Truncate(names, restart, cascade(in));
    }

    static boolean cascade(TokenStream in) {
        if (in.accept("cascade")) {
            return true;
        }
        in.accept("restrict");
        return false;
    }

    static void notConcurrently(TokenStream in) {
        if (in.sees("concurrently")) {
            throw NotUnderstood.notAllowed("CONCURRENTLY can't run in the action's transaction; leave it out");
        }
    }

    static void refuseOnly(TokenStream in) {
        if (in.sees("only")) {
            throw NotUnderstood.notAllowed("ONLY is not read; a change reaches a table and its partitions");
        }
    }

    /** The first two words, in letters only, so that a refusal can name what it refuses. */
    private String opening() {
        var words = new StringBuilder();
        for (int i = 0; i < 2 && in.peek(i).kind() == Kind.WORD; i++) {
            words.append(i == 0 ? "" : " ").append(in.peek(i).text().toUpperCase(Locale.ROOT));
        }
        return words.isEmpty() ? "this" : words.toString();
    }

    static @Nullable String named(TokenStream in) {
        return in.accept("constraint") ? in.name() : null;
    }
}
