package dev.astern.library.read;

import dev.astern.library.model.Finding;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Gathers what is to be said about one source. */
final class Findings {
    private final String source;
    private final List<Finding> found = new ArrayList<>();
    private String entry = "";

    Findings(String source) {
        this.source = source;
    }

    /** What is said from now on is about this entry. */
    void about(String id) {
        entry = id;
    }

    void add(Finding.Code code, Node at, String detail) {
        add(code, at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1, detail);
    }

    void add(Finding.Code code, int line, int column, String detail) {
        found.add(new Finding(code, source, line, column, entry, detail));
    }

    int errors() {
        return (int) found.stream().filter(Finding::error).count();
    }

    List<Finding> all() {
        return List.copyOf(found);
    }

    String source() {
        return source;
    }
}
