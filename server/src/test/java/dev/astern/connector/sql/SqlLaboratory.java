package dev.astern.connector.sql;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.TestExecution;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of one table, in a database that outlives a test. */
final class SqlLaboratory implements Laboratory {
    private final Target target;

    private SqlLaboratory(Target target) {
        this.target = target;
    }

    static Target target() {
        return new Target("CREATE TABLE item (id text PRIMARY KEY, title text, note text)");
    }

    static Laboratory empty(Target target) {
        target.database().run("TRUNCATE item");
        return new SqlLaboratory(target);
    }

    /** Logins are the whole server's, not one database's. */
    static void leave(Target target) {
        target.connector().revoke(TestExecution.SESSION);
        target.close();
    }

    private static Call sql(String sql) {
        return new Call("run_sql", Map.of("sql", sql));
    }

    private static String insert(String key, Map<String, String> fields) {
        return "INSERT INTO item VALUES ('" + key + "', '" + fields.get("title") + "', '" + fields.get("note") + "')";
    }

    private static String update(String key, String field, String value) {
        return "UPDATE item SET " + field + " = '" + value + "' WHERE id = '" + key + "'";
    }

    private static String deletion(String key) {
        return "DELETE FROM item WHERE id = '" + key + "'";
    }

    @Override
    public Connector connector() {
        return target.connector();
    }

    @Override
    public Connector reopened() {
        return new SqlProvider().open(target.config());
    }

    @Override
    public Set<Trait> traits() {
        return Trait.direct();
    }

    @Override
    public String field() {
        return "title";
    }

    @Override
    public String otherField() {
        return "note";
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        return sql(insert(key, fields));
    }

    @Override
    public Call change(String key, String field, String value) {
        return sql(update(key, field, value));
    }

    @Override
    public Call delete(String key) {
        return sql(deletion(key));
    }

    @Override
    public Call read(String key) {
        return sql("SELECT * FROM item WHERE id = '" + key + "'");
    }

    @Override
    public Call nonsense() {
        return sql("EXPLODE item");
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return target
                .rows("SELECT translate(title || ',' || note, ' ', '_') FROM item WHERE id = '" + key + "'")
                .stream()
                .map(row -> row.replaceAll("[()\"]", "").replace('_', ' ').split(","))
                .map(values -> Map.of("title", values[0], "note", values[1]))
                .findFirst();
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        target.database().run(insert(key, fields));
    }

    @Override
    public void edit(String key, String field, String value) {
        target.database().run(update(key, field, value));
    }

    @Override
    public void remove(String key) {
        target.database().run(deletion(key));
    }

    @Override
    public void close() {
        // The next test goes on with the same database.
    }
}
