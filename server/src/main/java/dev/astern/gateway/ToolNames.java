package dev.astern.gateway;

import dev.astern.journal.Hashes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Names for the tools of several targets in one flat list. {@code a} with {@code b_c} and {@code a_b} with {@code c}
 * would meet in one name; those that would, and those that had to be shortened or altered, get a digest of both parts.
 */
public final class ToolNames {
    private static final int MAX = 64;
    private static final int DIGEST = 8;

    /** A tool of a target. */
    record Part(String target, String tool) {
        private String plain() {
            return target + "_" + tool;
        }

        private boolean valid() {
            return plain().length() <= MAX && plain().matches("[A-Za-z0-9_-]+");
        }

        private String marked() {
            var safe = plain().replaceAll("[^A-Za-z0-9_-]", "-");
            var end = "_" + Hashes.sha256(target + "\0" + tool).substring(0, DIGEST);
            return safe.substring(0, Math.min(safe.length(), MAX - end.length())) + end;
        }
    }

    /** One name for each tool of each target, in their order, all different. */
    public static List<String> ofTargets(List<TargetTools> targets) {
        return of(targets.stream()
                .flatMap(target -> target.tools().stream().map(tool -> new Part(target.target(), tool.name())))
                .toList());
    }

    /** One name for each part, in the same order, all different. */
    static List<String> of(List<Part> parts) {
        var uses = new HashMap<String, Integer>();
        parts.forEach(part -> uses.merge(part.plain(), 1, Integer::sum));
        var names = new ArrayList<String>();
        for (var part : parts) {
            var plain = part.valid() && uses.getOrDefault(part.plain(), 0) == 1;
            names.add(plain ? part.plain() : part.marked());
        }
        return names;
    }

    private ToolNames() {}
}
