package dev.astern.verify.cli;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.proof.TlogProofCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verdict on one entry's proof, for people and for programs. */
final class ProofReport {
    private ProofReport() {}

    static String text(TlogProofCheck check) {
        return switch (check) {
            case TlogProofCheck.Accepted accepted -> {
                var checkpoint = accepted.checkpoint().checkpoint();
                var text = new StringBuilder("verified: the entry is number ");
                text.append(accepted.proof().index())
                        .append(" of ")
                        .append(checkpoint.origin())
                        .append(", among ");
                text.append(checkpoint.treeSize()).append('\n');
                warnings(accepted)
                        .forEach(warning -> text.append("  warning ")
                                .append(warning.get("code"))
                                .append(": ")
                                .append(warning.get("detail"))
                                .append('\n'));
                yield text.toString();
            }
            case TlogProofCheck.Rejected(var step, var detail) ->
                "NOT VERIFIED\n  " + step.name().toLowerCase(Locale.ROOT) + ": " + detail + "\n";
        };
    }

    static String json(TlogProofCheck check) {
        var json = new HashMap<String, @Nullable Object>();
        switch (check) {
            case TlogProofCheck.Accepted accepted -> {
                json.put("verdict", "verified");
                json.put("failures", List.of());
                json.put("warnings", warnings(accepted));
                json.put("index", accepted.proof().index());
                json.put("origin", accepted.checkpoint().checkpoint().origin());
                json.put("tree_size", accepted.checkpoint().checkpoint().treeSize());
            }
            case TlogProofCheck.Rejected(var step, var detail) -> {
                json.put("verdict", "not_verified");
                json.put("warnings", List.of());
                json.put(
                        "failures",
                        List.of(Map.of("step", step.name().toLowerCase(Locale.ROOT), "place", "", "detail", detail)));
            }
        }
        return CanonicalJson.write(json) + "\n";
    }

    private static List<Map<String, String>> warnings(TlogProofCheck.Accepted accepted) {
        var warnings = new ArrayList<Map<String, String>>();
        if (accepted.checkpoint().cosignatures().isEmpty()) {
            warnings.add(warning(
                    "unwitnessed",
                    "no witness cosigned the checkpoint: whoever has the log's key could have written another history,"
                            + " and nobody could see it from this proof"));
        }
        if (accepted.proof().extra().isPresent()) {
            warnings.add(warning("ignored", "extra data, for which nothing vouches"));
        }
        if (!accepted.checkpoint().ignored().isEmpty()) {
            warnings.add(warning("ignored", "signatures of keys that are not known, or repeated"));
        }
        return warnings;
    }

    private static Map<String, String> warning(String code, String detail) {
        return Map.of("code", code, "detail", detail);
    }
}
