package dev.astern.connector.sql.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random schema, and statements by an agent and by people that nobody knows to succeed.
 *
 * @param schema makes the tables and their first rows
 * @param tables their names; each has a key {@code id}
 * @param steps in order
 */
record Story(List<String> schema, List<String> tables, List<Step> steps) {
    Story {
        schema = List.copyOf(schema);
        tables = List.copyOf(tables);
        steps = List.copyOf(steps);
    }

    record Step(boolean agent, String sql) {}

    private static final List<String> TYPES = List.of(
            "int", "text", "numeric", "json", "float8", "boolean", "int[]", "timestamptz", "varchar(40)", "jsonb");
    private static final List<String> ON_DELETE = List.of("NO ACTION", "CASCADE", "SET NULL", "RESTRICT");
    private static final int KEYS = 6;

    /** The same for the same seed, with tables of its own. */
    static Story random(long seed) {
        return new Writer(seed).story();
    }

    Story with(List<Step> other) {
        return new Story(schema, tables, other);
    }

    private static final class Writer {
        private final Random random;
        private final long seed;
        private final List<String> schema = new ArrayList<>();
        private final List<String> tables = new ArrayList<>();
        private final List<List<String>> types = new ArrayList<>();
        private final List<Integer> parents = new ArrayList<>();

        Writer(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        Story story() {
            int count = 1 + random.nextInt(3);
            for (int table = 0; table < count; table++) {
                table(table);
            }
            var steps = new ArrayList<Step>();
            int length = 2 + random.nextInt(8);
            for (int i = 0; i < length; i++) {
                boolean agent = random.nextInt(3) > 0;
                steps.add(new Step(agent, statement(random.nextInt(count), agent)));
            }
            return new Story(schema, tables, steps);
        }

        /** Refers to an earlier table, to itself, or to none. */
        private void table(int number) {
            var name = (random.nextInt(4) == 0 ? "Odd \"" : "t") + seed + "_" + number;
            var quoted = '"' + name.replace("\"", "\"\"") + '"';
            var columns = new ArrayList<String>();
            for (int i = 0; i < 2 + random.nextInt(3); i++) {
                columns.add(pick(TYPES));
            }
            var sql = new StringBuilder("CREATE TABLE " + quoted + " (id int PRIMARY KEY");
            for (int i = 0; i < columns.size(); i++) {
                sql.append(", c").append(i).append(' ').append(columns.get(i));
            }
            int parent = random.nextInt(number + 2) - 1;
            if (parent >= 0) {
                var to = parent == number ? quoted : tables.get(parent);
                sql.append(", parent int REFERENCES ")
                        .append(to)
                        .append(" ON DELETE ")
                        .append(pick(ON_DELETE));
            }
            sql.append(", uni int").append(random.nextBoolean() ? " UNIQUE" : "");
            schema.add(sql.append(')').toString());
            tables.add(quoted);
            types.add(columns);
            parents.add(parent);
            for (int id = 1; id <= 4; id++) {
                schema.add("INSERT INTO " + quoted + " VALUES (" + row(number, id) + ")");
            }
        }

        private String row(int table, int id) {
            var values = new ArrayList<String>();
            values.add(Integer.toString(id));
            types.get(table).forEach(type -> values.add(value(type)));
            if (parents.get(table) >= 0) {
                values.add(id == 1 || random.nextBoolean() ? "NULL" : Integer.toString(1 + random.nextInt(id - 1)));
            }
            values.add(random.nextBoolean() ? "NULL" : Integer.toString(id));
            return String.join(", ", values);
        }

        private String statement(int table, boolean agent) {
            var name = tables.get(table);
            int id = 1 + random.nextInt(KEYS);
            return switch (random.nextInt(6)) {
                case 0 -> "INSERT INTO " + name + " VALUES (" + row(table, id) + ")";
                case 1 -> "DELETE FROM " + name + " WHERE id = " + id;
                case 2 ->
                    agent
                            ? "UPDATE " + name + " SET uni = uni + 1 WHERE id >= " + id
                            : "UPDATE " + name + " SET " + set(table) + " WHERE id = " + id;
                case 3 ->
                    agent
                            ? "UPDATE " + name + " SET " + set(table) + ", " + uni() + " WHERE id <= " + id
                            : "UPDATE " + name + " SET " + uni() + " WHERE id = " + id;
                default -> "UPDATE " + name + " SET " + set(table) + " WHERE id = " + id;
            };
        }

        private String uni() {
            return "uni = " + (random.nextBoolean() ? "NULL" : Integer.toString(random.nextInt(KEYS)));
        }

        private String set(int table) {
            int column = random.nextInt(types.get(table).size());
            if (parents.get(table) >= 0 && random.nextInt(4) == 0) {
                return "parent = " + (random.nextInt(3) == 0 ? "NULL" : Integer.toString(1 + random.nextInt(KEYS)));
            }
            return "c" + column + " = " + value(types.get(table).get(column));
        }

        private String value(String type) {
            if (random.nextInt(6) == 0) {
                return "NULL";
            }
            int n = random.nextInt(3);
            return switch (type) {
                case "int" -> Integer.toString(n);
                case "numeric" -> pick(List.of("1", "1.0", "1.00", "'NaN'"));
                case "json", "jsonb" -> pick(List.of("'{\"a\":1,\"a\":2}'", "'{\"a\": 2}'", "'null'", "'[1.0]'"));
                case "float8" -> pick(List.of("'-0'", "'0'", "'NaN'", "0.1"));
                case "boolean" -> n == 0 ? "true" : "false";
                case "int[]" -> pick(List.of("'{}'", "'[0:1]={1,2}'", "'{1,2}'", "'{NULL}'"));
                case "timestamptz" -> "'2026-01-0" + (1 + n) + "'";
                default -> pick(List.of("''", "'x'", "'X '", "'é'"));
            };
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
