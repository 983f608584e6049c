package dev.astern.connector.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Effect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every built-in type comes back from its image bit by bit, also where {@code =} sees no difference. */
class ExactValuesTest {
    private static final List<String[]> VALUES = List.of(
            new String[] {"float8", "'-0'", "'0'"},
            new String[] {"float4", "'NaN'", "'-0'"},
            new String[] {"numeric", "'1.0'", "'1.00'"},
            new String[] {"numeric", "'NaN'", "'-Infinity'"},
            new String[] {"json", "'{\"a\": 1,  \"a\":2}'", "'{\"a\":2}'"},
            new String[] {"jsonb", "'null'", "NULL"},
            new String[] {"text", "''", "NULL"},
            new String[] {"char(5)", "'a'", "'b'"},
            new String[] {"varchar(5)", "'a '", "'a'"},
            new String[] {"int[]", "'[2:3]={1,2}'", "'{1,2}'"},
            new String[] {"text[]", "'{}'", "'{NULL,\"NULL\"}'"},
            new String[] {"bytea", "'\\x00ff'", "'\\x'"},
            new String[] {"bit varying(9)", "B'0101'", "B''"},
            new String[] {"timestamptz", "'infinity'", "'4713-01-01 00:00:00 BC'"},
            new String[] {"timetz", "'10:00+02'", "'08:00+00'"},
            new String[] {"interval", "'1 month'", "'30 days'"},
            new String[] {"int4range", "'empty'", "'[1,5)'"},
            new String[] {"int8multirange", "'{[1,2),[5,6)}'", "'{}'"},
            new String[] {"tsvector", "'a:1A b'", "'a b'"},
            new String[] {"tsquery", "'a & !b'", "'a'"},
            new String[] {"point", "'(-0,0)'", "'(0,0)'"},
            new String[] {"polygon", "'((0,0),(1,1))'", "'((1,1),(0,0))'"},
            new String[] {"inet", "'10.0.0.1/8'", "'10.0.0.1'"},
            new String[] {"macaddr8", "'08:00:2b:01:02:03:04:05'", "NULL"},
            new String[] {"xml", "'<a  b=\"1\"/>'", "'<a/>'"},
            new String[] {"jsonpath", "'$.a'", "'$.b'"},
            new String[] {"uuid", "'00000000-0000-0000-0000-000000000001'", "NULL"},
            new String[] {"money", "'1.00'", "'-2.00'"},
            new String[] {"pg_lsn", "'16/B374D848'", "'0/0'"},
            new String[] {"xid8", "'18446744073709551615'", "'0'"},
            new String[] {"\"char\"", "'x'", "''"},
            new String[] {"name", "'n'", "''"},
            new String[] {"regclass", "'pg_class'", "NULL"},
            new String[] {"mood", "'ok'", "'sad'"},
            new String[] {"pair", "'(1,)'", "'(1,\"\")'"},
            new String[] {"positive", "1", "2"});

    @Test
    void images_hold_the_very_value_before_and_after() {
        var tables = new ArrayList<String>(List.of(
                "CREATE TYPE mood AS ENUM ('ok', 'sad')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)"));
        for (int i = 0; i < VALUES.size(); i++) {
            var type = VALUES.get(i)[0];
            tables.add("CREATE TABLE v" + i + " (id int PRIMARY KEY, v " + type + ")");
            tables.add("INSERT INTO v" + i + " VALUES (1, " + VALUES.get(i)[1] + ")");
        }
        try (var target = new Target(tables.toArray(String[]::new))) {
            for (int i = 0; i < VALUES.size(); i++) {
                for (var few : List.of("WITH m AS (SELECT 1) ", "")) {
                    check(target, i, few);
                }
            }
        }
    }

    private static void check(Target target, int number, String prefix) {
        var value = VALUES.get(number);
        var table = "v" + number;
        var before = text(target, table);
        var id = target.act(prefix + "UPDATE " + table + " SET v = " + value[2] + " WHERE id = 1");
        var effect = target.effects(id).getFirst();
        assertThat(effect.kind()).as(value[0]).isEqualTo(Effect.Kind.UPDATE);
        assertThat("(" + requireNonNull(effect.before()).get("v") + ")")
                .as(value[0])
                .isEqualTo(before);
        assertThat("(" + requireNonNull(effect.after()).get("v") + ")")
                .as(value[0])
                .isEqualTo(text(target, table));
        if (!prefix.isEmpty()) {
            target.undo(id);
            assertThat(text(target, table)).as(value[0]).isEqualTo(before);
        }
    }

    private static String text(Target target, String table) {
        var rows = target.rows("SELECT convert_to('(' || coalesce(v::text, 'null') || ')', 'UTF8') AS v FROM " + table);
        var hex = rows.getFirst();
        var bytes = java.util.HexFormat.of().parseHex(hex.substring(hex.indexOf('x') + 1, hex.lastIndexOf('"')));
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
