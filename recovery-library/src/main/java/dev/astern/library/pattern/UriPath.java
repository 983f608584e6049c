package dev.astern.library.pattern;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request's path and query, decoded.
 *
 * @param query each name once
 */
record UriPath(List<String> segments, Map<String, String> query) {
    /** Empty for one that servers could read in two ways: dots, doubled slashes, bad encoding, a name twice. */
    static Optional<UriPath> read(String text) {
        int mark = text.indexOf('?');
        var path = mark < 0 ? text : text.substring(0, mark);
        if (!path.startsWith("/") || path.indexOf('#') >= 0 || path.indexOf(';') >= 0 || path.indexOf('\\') >= 0) {
            return Optional.empty();
        }
        var segments = new ArrayList<String>();
        for (var segment : path.equals("/") ? new String[0] : path.substring(1).split("/", -1)) {
            var decoded = decode(segment);
            if (decoded.isEmpty()
                    || decoded.get().isEmpty()
                    || decoded.get().equals(".")
                    || decoded.get().equals("..")) {
                return Optional.empty();
            }
            segments.add(decoded.get());
        }
        return query(mark < 0 ? "" : text.substring(mark + 1)).map(query -> new UriPath(segments, query));
    }

    private static Optional<Map<String, String>> query(String text) {
        var query = new LinkedHashMap<String, String>();
        for (var pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = decode((equals < 0 ? "" : pair.substring(equals + 1)).replace('+', ' '));
            if (name.isEmpty() || value.isEmpty() || query.put(name.get(), value.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(query);
    }

    private static Optional<String> decode(String text) {
        var bytes = ByteBuffer.allocate(text.length() * 4);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c != '%') {
                bytes.put(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.put((byte) (high * 16 + low));
            i += 3;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
