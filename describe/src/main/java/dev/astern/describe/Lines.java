package dev.astern.describe;

import java.util.ArrayList;
import java.util.List;

/** Lines of a description, and marks for what was guessed. All foreign words in marks are made fit here. */
final class Lines {
    private final List<String> lines = new ArrayList<>();
    private int checks;

    /** @param line in YAML, as it is meant */
    Lines add(String line) {
        lines.add(line);
        return this;
    }

    /** @param check what a person should look at; empty for nothing */
    Lines add(String line, String check) {
        if (check.isEmpty()) {
            return add(line);
        }
        checks++;
        return add(line + "  # check: " + Words.shown(check));
    }

    /** A mark that belongs to no line. */
    Lines check(String check) {
        checks++;
        return add("# check: " + Words.shown(check));
    }

    Lines comment(String words) {
        return add("# " + Words.shown(words));
    }

    /** @param indent what is put before each of the other's lines */
    Lines addAll(String indent, Lines other) {
        other.lines.forEach(line -> lines.add(indent + line));
        checks += other.checks;
        return this;
    }

    int checks() {
        return checks;
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
