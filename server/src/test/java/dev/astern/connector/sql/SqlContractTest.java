package dev.astern.connector.sql;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract that every connector passes, held by the one that keeps its images at its target. */
class SqlContractTest extends ConnectorContract {
    private static Target target;

    @BeforeAll
    static void install() {
        target = SqlLaboratory.target();
    }

    @AfterAll
    static void uninstall() {
        SqlLaboratory.leave(target);
    }

    @Override
    protected Laboratory open() {
        return SqlLaboratory.empty(target);
    }
}
