package dev.astern.connector.sql;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SqlSeededTest extends SeededContract {
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

    @Override
    protected int seeds() {
        return 1;
    }

    /** Each is several statements, and some are connections. */
    @Override
    protected int steps() {
        return 8;
    }
}
