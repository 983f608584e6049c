package dev.astern.workspace.connector;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same files, written and deleted by an agent's commands. */
final class CommandsLaboratory extends FilesLaboratory {
    private final String mode;

    /** @param mode how what commands do is seen */
    CommandsLaboratory(String mode) {
        this.mode = mode;
    }

    @Override
    public Connector reopened() {
        return provider().open(config(Map.of("mode", mode)), lent());
    }

    @Override
    public Set<Trait> traits() {
        var traits = EnumSet.of(Trait.SAME_IDENTITY, Trait.LIFE_CYCLE);
        if (mode.equals("auto")) {
            traits.add(Trait.CONDITIONAL);
        }
        return traits;
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        return run("sh", "-c", "umask 022; printf %s \"$1\" > \"$2\"", "sh", text(fields), key);
    }

    @Override
    public Call delete(String key) {
        return run("rm", key);
    }

    private static Call run(String... argv) {
        return new Call("run_command", Map.of("argv", List.of(argv)));
    }
}
