package dev.astern.connector.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.common.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What people are told of a mail's HTML, which they approve with its text and most readers see instead of it: how large it is,
 * where it leads, and its source, as text and in part.
 */
final class HtmlNote {
    private static final int SOURCE = 4_000;
    private static final int LINKS = 20;
    private static final Pattern LINK = Pattern.compile("(?i)(?:href|src|action)\\s*=\\s*[\"']?([^\"'\\s>]+)");

    private HtmlNote() {}

    /** Empty where there is none. */
    static String of(String html) {
        if (html.isEmpty()) {
            return "";
        }
        var note = new StringBuilder("\n\n[Most mail programs show this HTML instead of the text: ")
                .append(html.getBytes(UTF_8).length)
                .append(" bytes, sha256 ")
                .append(Outbox.digest(html.getBytes(UTF_8)))
                .append("]\n");
        links(html).forEach(link -> note.append("leads to: ").append(link).append('\n'));
        html.lines().map(HtmlNote::line).forEach(line -> {
            if (note.length() < SOURCE) {
                note.append("| ").append(line).append('\n');
            }
        });
        return note.length() < SOURCE ? note.toString() : note.substring(0, SOURCE) + "…\n";
    }

    private static String line(String line) {
        var shown = new StringBuilder();
        line.codePoints().limit(SOURCE).forEach(c -> shown.appendCodePoint(Texts.visible(c) ? c : ' '));
        return shown.toString();
    }

    private static List<String> links(String html) {
        var links = new ArrayList<String>();
        var matcher = LINK.matcher(html);
        while (matcher.find() && links.size() < LINKS) {
            var link = Texts.shown(String.valueOf(matcher.group(1)));
            if (!links.contains(link)) {
                links.add(link);
            }
        }
        return links;
    }
}
