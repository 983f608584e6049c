package dev.astern.connector.sql.ddl;

import dev.astern.connector.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings back what hangs on an object, one by one: what no longer fits is left out, and it is known why. */
final class Tolerant {
    private final Work work;
    private final List<Reason> reasons = new ArrayList<>();

    Tolerant(Work work) {
        this.work = work;
    }

    @Nullable
    Reason reason() {
        return reasons.isEmpty() ? null : reasons.getFirst();
    }

    void after(Step step) throws SQLException {
        for (Step.Part part : step.parts()) {
            switch (part.role()) {
                case AFTER, NOT_NULL -> attempt(part, part.sql());
                case FOREIGN_KEY -> foreignKey(part);
                case MOVED, FIRST, MAIN, MATCH, MATCHING -> {}
            }
        }
    }

    private boolean attempt(Step.Part part, String sql) throws SQLException {
        try {
            work.db().whole(() -> work.db().run(sql));
            return true;
        } catch (SQLException e) {
            Reason reason = States.conflict(e);
            if (reason == null) {
                throw e;
            }
            reasons.add(reason);
            work.note(part.object() + " does not fit any more: " + States.message(e));
            return false;
        }
    }

    private void foreignKey(Step.Part part) throws SQLException {
        if (!attempt(part, part.sql())
                && !part.sql().endsWith(" NOT VALID")
                && attempt(part, part.sql() + " NOT VALID")) {
            work.note(part.object() + " was put back NOT VALID: it holds for new rows");
        }
    }
}
