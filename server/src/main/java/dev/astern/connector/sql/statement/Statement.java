package dev.astern.connector.sql.statement;

import dev.astern.connector.Tier;
import java.util.List;

/**
 * One statement, read as far as needed before it runs.
 *
 * @param sql as the agent sent it
 * @param kind how it may be run
 * @param verb its first word, in lower case
 * @param tier what it looks like it may change; never milder than what it can
 * @param tables names after FROM, INTO, UPDATE and their like, as they stand; a guess for people
 * @param leavesTheDatabase whether it names a function whose effect no capture sees: other servers, files, large objects,
 *     notifications, sequences set by hand
 * @param fewRows whether it looks as if it touched a few rows; a wrong guess costs time only
 */
public record Statement(
        String sql,
        Kind kind,
        String verb,
        Tier tier,
        List<String> tables,
        boolean leavesTheDatabase,
        boolean fewRows) {
    /** How a statement may be run. */
    public enum Kind {
        /** Changes nothing, and runs where the database sees to that. */
        READ,
        /** Runs captured. */
        WRITE,
        /** Changes structure; read by another parser. */
        STRUCTURE,
        /** Begins or ends transactions, which is the gateway's business. */
        TRANSACTION,
        /** Not through here. */
        FORBIDDEN,
        EMPTY
    }

    public Statement {
        tables = List.copyOf(tables);
    }
}
