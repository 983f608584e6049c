package dev.astern.connector.mail;

import static dev.astern.connector.common.Texts.bad;

import dev.astern.connector.common.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may write to whom. Only plain addresses: no display names, comments, routes or quotes, in which something else could
 * hide.
 *
 * @param from who agents may write as; the first unless they say otherwise
 * @param domains whom they may write to, in small letters; empty for everybody
 */
record Addresses(List<String> from, Set<String> domains) {
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final int MAX_LOCAL = 64;
    static final int MAX = 254;

    static String address(String text) {
        if (text.length() > MAX || !ADDRESS.matcher(text).matches() || text.indexOf('@') > MAX_LOCAL) {
            throw bad(Texts.shown(text) + " is no plain address, as name@example.org");
        }
        return text;
    }

    String sender(String text) {
        return from.stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> bad("nobody may write as " + Texts.shown(text) + " here; there is " + from));
    }

    String recipient(String text) {
        var address = address(text);
        var domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (!domains.isEmpty() && !domains.contains(domain)) {
            throw bad("nobody at " + domain + " may be written to from here");
        }
        return address;
    }
}
