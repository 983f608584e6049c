package dev.astern.policy.prove;

import dev.astern.policy.Variable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One thing that can vary, independently of the others.
 *
 * @param variables what it gives a value to
 * @param cells what it can be: one for each way in which a policy can tell it apart
 * @param needsPreview whether it varies only where the effects are known
 */
record Dimension(Set<Variable> variables, List<Map<Variable, Object>> cells, boolean needsPreview) {
    static Dimension of(Variable variable, List<?> values) {
        return new Dimension(
                Set.of(variable),
                values.stream().map(v -> Map.<Variable, Object>of(variable, v)).toList(),
                variable.text().startsWith("preview.") && variable != Variable.PREVIEW_KNOWN);
    }
}
