package dev.astern.workspace.program;

import dev.astern.workspace.store.Lines;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The words of a command, as they are kept. */
final class Argv {
    private Argv() {}

    static String write(List<String> words) {
        return Lines.write(words);
    }

    static List<String> read(@Nullable String kept) {
        return List.of(Lines.read(Objects.requireNonNull(kept, "no words were kept: bug"), String[].class));
    }
}
