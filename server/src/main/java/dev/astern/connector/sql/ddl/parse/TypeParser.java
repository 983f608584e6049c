package dev.astern.connector.sql.ddl.parse;

import static java.util.Map.entry;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Types by a closed list of PostgreSQL's own: another type's input function could be anybody's code. */
final class TypeParser {
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            entry("int", "int4"),
            entry("integer", "int4"),
            entry("smallint", "int2"),
            entry("bigint", "int8"),
            entry("real", "float4"),
            entry("boolean", "bool"),
            entry("decimal", "numeric"),
            entry("dec", "numeric"),
            entry("serial2", "smallserial"),
            entry("serial4", "serial"),
            entry("serial8", "bigserial"));
    private static final Set<String> PLAIN = Set.of(
            ("int2 int4 int8 float4 float8 bool text bytea date json jsonb uuid xml inet cidr macaddr macaddr8 money "
                            + "point line lseg box path polygon circle tsvector tsquery oid name "
                            + "int4range int8range numrange daterange tsrange tstzrange int4multirange int8multirange "
                            + "nummultirange datemultirange tsmultirange tstzmultirange "
                            + "smallserial serial bigserial")
                    .split(" "));
    /** With the most modifiers each takes. */
    private static final Map<String, Integer> MODIFIED = Map.of(
            "numeric",
            2,
            "varchar",
            1,
            "bpchar",
            1,
            "bit",
            1,
            "varbit",
            1,
            "time",
            1,
            "timetz",
            1,
            "timestamp",
            1,
            "timestamptz",
            1,
            "interval",
            1);

    private static final int FLOAT4_DIGITS = 24;
    private static final int FLOAT8_DIGITS = 53;

    private final TokenStream in;

    TypeParser(TokenStream in) {
        this.in = in;
    }

    TypeName type() {
        return array(scalar());
    }

    private TypeName scalar() {
        Token token = in.take();
        if (token.is(Kind.WORD, "pg_catalog") && in.acceptSymbol(".")) {
            token = in.take();
            return known(token);
        }
        return switch (token.kind() == Kind.WORD ? token.text() : "") {
            case "double" -> {
                in.expect("precision");
                yield plain("float8");
            }
            case "float" -> floating();
            case "character", "char", "nchar" -> modified(in.accept("varying") ? "varchar" : "bpchar");
            case "bit" -> modified(in.accept("varying") ? "varbit" : "bit");
            case "time", "timestamp" -> zoned(token.text());
            default -> known(token);
        };
    }

    private TypeName known(Token token) {
        if (token.kind() == Kind.WORD) {
            String name = SYNONYMS.getOrDefault(token.text(), token.text());
            if (MODIFIED.containsKey(name)) {
                return modified(name);
            }
            if (PLAIN.contains(name)) {
                return plain(name);
            }
        }
        throw NotUnderstood.notAllowed(
                token.shown() + " is not one of PostgreSQL's built-in types; others can't be used through the gateway");
    }

    private TypeName floating() {
        List<Integer> digits = modifiers(1);
        int wanted = digits.isEmpty() ? FLOAT8_DIGITS : digits.getFirst();
        if (wanted < 1 || wanted > FLOAT8_DIGITS) {
            throw NotUnderstood.invalid("float has 1 to " + FLOAT8_DIGITS + " digits");
        }
        return plain(wanted <= FLOAT4_DIGITS ? "float4" : "float8");
    }

    private TypeName zoned(String name) {
        List<Integer> precision = modifiers(1);
        if (in.accept("with", "time", "zone")) {
            return new TypeName(name + "tz", precision, 0);
        }
        in.accept("without", "time", "zone");
        return new TypeName(name, precision, 0);
    }

    private TypeName modified(String name) {
        List<Integer> modifiers = modifiers(MODIFIED.getOrDefault(name, 0));
        boolean one = modifiers.isEmpty() && (name.equals("bpchar") || name.equals("bit"));
        return new TypeName(name, one ? List.of(1) : modifiers, 0);
    }

    private List<Integer> modifiers(int most) {
        if (!in.seesSymbol("(")) {
            return List.of();
        }
        List<Integer> modifiers = in.inParentheses(in::integer);
        if (modifiers.size() > most) {
            throw NotUnderstood.invalid("the type takes at most " + most + " numbers");
        }
        return modifiers;
    }

    private TypeName array(TypeName element) {
        int dimensions = 0;
        if (in.accept("array")) {
            dimensions = 1;
            bound();
        } else {
            while (bound()) {
                dimensions++;
            }
        }
        if (dimensions > 0 && element.serial()) {
            throw NotUnderstood.invalid("there are no arrays of " + element.name());
        }
        return element.array(dimensions);
    }

    /** PostgreSQL reads a bound and ignores it. */
    private boolean bound() {
        if (!in.acceptSymbol("[")) {
            return false;
        }
        if (in.peek().kind() == Kind.NUMBER) {
            in.integer();
        }
        in.expectSymbol("]");
        return true;
    }

    private static TypeName plain(String name) {
        return new TypeName(name, List.of(), 0);
    }
}
