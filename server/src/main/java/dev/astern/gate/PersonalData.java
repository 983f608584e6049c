package dev.astern.gate;

import dev.astern.connector.ResourceCount;
import dev.astern.model.Target;
import java.util.List;

/** Which of a target's resources hold what persons are known by, as its settings say. */
final class PersonalData {
    /** {@code schema.table.column}, several with commas between them. */
    private static final String OPTION = "persons";

    private PersonalData() {}

    static boolean touched(Target target, List<ResourceCount> counts) {
        var named = target.options().getOrDefault(OPTION, "").split(",");
        for (var column : named) {
            int dot = column.strip().lastIndexOf('.');
            var resource = dot < 0 ? "" : column.strip().substring(0, dot);
            if (counts.stream().anyMatch(count -> count.resource().equals(resource))) {
                return true;
            }
        }
        return false;
    }
}
