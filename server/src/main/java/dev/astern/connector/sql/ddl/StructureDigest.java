package dev.astern.connector.sql.ddl;

import dev.astern.connector.Effect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SHA-256 over what steps changed, free of the numbers they were given, so that a rehearsal and a run agree. */
final class StructureDigest {
    private final MessageDigest digest;

    private StructureDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(List<Step> inOrder) {
        if (inOrder.isEmpty()) {
            return "";
        }
        var d = new StructureDigest();
        for (Step step : inOrder) {
            d.add(step.kind().code());
            d.add(step.resource());
            for (StructureImage image : step.images()) {
                d.add(image.object());
                d.add(image.before());
                d.add(image.after());
            }
        }
        return HexFormat.of().formatHex(d.digest.digest());
    }

    /** Of an action's structure and its rows, either of which may be empty. */
    static String joined(String structure, String rows) {
        if (structure.isEmpty() || rows.isEmpty()) {
            return structure.isEmpty() ? rows : structure;
        }
        return ofText(List.of(structure, rows));
    }

    /** Of what was there before; empty where nothing was. */
    static String before(List<Effect> effects) {
        var befores = effects.stream()
                .filter(effect -> effect.before() != null)
                .flatMap(effect -> Stream.of(effect.resource(), String.valueOf(effect.before())))
                .toList();
        return befores.isEmpty() ? "" : ofText(befores);
    }

    static String ofText(List<String> parts) {
        var d = new StructureDigest();
        parts.forEach(d::add);
        return HexFormat.of().formatHex(d.digest.digest());
    }

    private void add(@Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        digest.update((text == null ? "-" : bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
