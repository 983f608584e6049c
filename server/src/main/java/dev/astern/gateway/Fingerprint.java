package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.journal.Hashes;
import dev.astern.model.Agent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an approval is bound to: tool, arguments, target, the state that was there before and how much of it changes, agent
 * version and policy; of what is promoted also what it was tried out as. Whatever of it moves makes another fingerprint.
 */
final class Fingerprint {
    private Fingerprint() {}

    static String of(ActionRequest request, Agent agent, String policyDigest, Observed observed) {
        var bound = new TreeMap<String, @Nullable Object>();
        bound.put("target", request.target());
        bound.put("tool", request.tool());
        // Read back as it will be when it runs: a number has more than one form.
        bound.put("arguments", Json.parsed(Json.write(request.arguments())));
        bound.put("agent", agent);
        bound.put("policy", policyDigest);
        if (request.promotes() != null) {
            bound.put("promotes", request.promotes());
        }
        bound.put("before", observed.beforeDigest());
        bound.put("counts", counts(observed));
        return Hashes.sha256(Json.write(bound));
    }

    private static List<Map<String, Object>> counts(Observed observed) {
        return observed.counts().stream()
                .sorted(Comparator.comparing(ResourceCount::resource))
                .map(count -> Map.<String, Object>of(
                        "resource", count.resource(),
                        "inserted", count.inserted(),
                        "updated", count.updated(),
                        "deleted", count.deleted()))
                .toList();
    }
}
