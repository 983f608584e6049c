package dev.astern.bench.workload;

/** A row of a table by the value of its primary key. */
record Ref(Table table, String key) {
    @Override
    public String toString() {
        return table.name() + " " + key;
    }
}
