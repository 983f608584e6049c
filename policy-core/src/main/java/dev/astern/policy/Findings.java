package dev.astern.policy;

import dev.astern.policy.Finding.Code;
import dev.astern.policy.Finding.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Gathers what is wrong with one file; after so many, more would help nobody. */
final class Findings {
    private static final int MAX = 100;

    private final List<Finding> found = new ArrayList<>();

    boolean any() {
        return !found.isEmpty();
    }

    List<Finding> sorted() {
        var sorted = new ArrayList<>(found);
        Collections.sort(sorted);
        return List.copyOf(sorted);
    }

    void error(Node at, Code code, String message) {
        var mark = at.getStartMark();
        error(mark.getLine() + 1, mark.getColumn() + 1, code, message);
    }

    void error(Mark mark, Code code, String message) {
        error(mark.getLine() + 1, mark.getColumn() + 1, code, message);
    }

    void error(int line, int column, Code code, String message) {
        if (found.size() < MAX) {
            found.add(new Finding(line, column, code, Severity.ERROR, message));
        }
    }
}
