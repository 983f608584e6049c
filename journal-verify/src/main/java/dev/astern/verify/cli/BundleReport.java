package dev.astern.verify.cli;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.note.VerifiedSignature;
import dev.astern.verify.Failure;
import dev.astern.verify.Summary;
import dev.astern.verify.Verdict;
import dev.astern.verify.Warning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verdict on a bundle, for people and for programs. */
final class BundleReport {
    private BundleReport() {}

    static String text(Verdict verdict) {
        var text = new StringBuilder();
        switch (verdict) {
            case Verdict.Verified(var summary, var _) -> verified(text, summary);
            case Verdict.Refuted(var failures, var _) -> {
                text.append("NOT VERIFIED\n");
                failures.forEach(
                        failure -> text.append("  ").append(line(failure)).append('\n'));
            }
        }
        for (var warning : verdict.warnings()) {
            text.append("  warning ").append(warning.kind().code()).append(": ");
            text.append(warning.detail()).append('\n');
        }
        return text.toString();
    }

    private static void verified(StringBuilder text, Summary summary) {
        var checkpoint = summary.checkpoint();
        text.append("verified: ")
                .append(summary.entries())
                .append(" entries of ")
                .append(checkpoint.origin());
        text.append(", ").append(scope(summary.scope())).append("; disclosures shown: ");
        text.append(summary.disclosures()).append('\n');
        text.append("  checkpoint of ").append(checkpoint.treeSize()).append(" entries, root ");
        text.append(checkpoint.rootHash().base64()).append('\n');
        for (var signature : summary.signatures()) {
            text.append("  signed by ").append(signer(signature)).append('\n');
        }
        summary.oldSize()
                .ifPresent(size ->
                        text.append("  extends the ").append(size).append(" entries of the checkpoint you kept\n"));
        summary.stamped()
                .ifPresent(time -> text.append("  time stamp of ").append(time).append('\n'));
    }

    private static String signer(VerifiedSignature signature) {
        return signature.key().name()
                + signature.seen().map(seen -> ", which saw it at " + seen).orElse("");
    }

    private static String scope(Scope scope) {
        return switch (scope) {
            case Scope.Sessions(var sessions) -> "the sessions " + String.join(", ", sessions);
            case Scope.Since(long from, var _) -> "all from index " + from + " on";
        };
    }

    private static String line(Failure failure) {
        var place = failure.place().isEmpty() ? "" : " " + failure.place();
        return failure.step().code() + place + ": " + failure.detail();
    }

    static String json(Verdict verdict) {
        var json = new HashMap<String, @Nullable Object>();
        json.put("warnings", verdict.warnings().stream().map(BundleReport::json).toList());
        switch (verdict) {
            case Verdict.Verified(var summary, var _) -> {
                json.put("verdict", "verified");
                json.put("failures", List.of());
                json.putAll(json(summary));
            }
            case Verdict.Refuted(var failures, var _) -> {
                json.put("verdict", "not_verified");
                json.put("failures", failures.stream().map(BundleReport::json).toList());
            }
        }
        return CanonicalJson.write(json) + "\n";
    }

    private static Map<String, @Nullable Object> json(Summary summary) {
        var json = new HashMap<String, @Nullable Object>();
        var checkpoint = summary.checkpoint();
        json.put("entries", summary.entries());
        json.put("disclosures", summary.disclosures());
        json.put("origin", checkpoint.origin());
        json.put("tree_size", checkpoint.treeSize());
        json.put("root_hash", checkpoint.rootHash().base64());
        json.put(
                "signatures",
                summary.signatures().stream().map(BundleReport::json).toList());
        json.put("extends_kept", summary.oldSize().orElse(null));
        json.put("time_stamp", summary.stamped().map(Object::toString).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(VerifiedSignature signature) {
        var json = new HashMap<String, @Nullable Object>();
        json.put("key", signature.key().text());
        json.put("seen", signature.seen().map(Object::toString).orElse(null));
        return json;
    }

    private static Map<String, String> json(Failure failure) {
        return Map.of("step", failure.step().code(), "place", failure.place(), "detail", failure.detail());
    }

    private static Map<String, String> json(Warning warning) {
        return Map.of("code", warning.kind().code(), "detail", warning.detail());
    }
}
