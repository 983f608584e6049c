package dev.astern.bench.workload;

/**
 * A column and the field it keeps.
 *
 * @param field as the workload calls it
 * @param name as the database does
 */
record Column(String field, String name, ColumnType type) {}
