package dev.astern.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * How a secret may look in what somebody says.
 *
 * @param value itself
 * @param forms longest first
 */
record SecretForms(String value, List<String> forms) {
    private static final int SHORTEST = 6;
    private static final int SHORTEST_BASE64 = 8;
    private static final int ALIGNMENTS = 3;
    private static final int QUANTUM = 4;
    private static final String HIDDEN = "***";

    static SecretForms forValue(String value) {
        var forms = new LinkedHashSet<String>();
        var bare = value.strip();
        if (bare.length() >= SHORTEST) {
            forms.add(bare);
            var json = json(bare);
            forms.add(json);
            forms.add(json(json));
            forms.add(json.replace("/", "\\/"));
            forms.add(URLEncoder.encode(bare, UTF_8));
            forms.add(URLEncoder.encode(bare, UTF_8).replace("+", "%20"));
            forms.add(html(bare));
            for (int shift = 0; shift < ALIGNMENTS; shift++) {
                base64(bare, shift, forms);
            }
        }
        return new SecretForms(
                value,
                forms.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Wherever it begins in what was encoded; what depends on the neighbours is left out at both ends. */
    private static void base64(String text, int shift, LinkedHashSet<String> forms) {
        var encoded = Base64.getEncoder().withoutPadding().encodeToString((" ".repeat(shift) + text).getBytes(UTF_8));
        int from = shift == 0 ? 0 : QUANTUM;
        int to = encoded.length() - encoded.length() % QUANTUM;
        if (to - from >= SHORTEST_BASE64) {
            var certain = encoded.substring(from, to);
            forms.add(certain);
            forms.add(certain.replace('+', '-').replace('/', '_'));
        }
    }

    boolean of(String other) {
        return value.equals(other);
    }

    String hide(String text) {
        var hidden = text;
        for (var form : forms) {
            if (hidden.contains(form)) {
                hidden = hidden.replace(form, HIDDEN);
            }
        }
        return hidden;
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
