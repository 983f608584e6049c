package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests, AWS Signature Version 4.
 *
 * @param user the access key's id
 * @param secret the access key's secret
 */
record Signature(String region, String user, Secret secret) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /**
     * The headers that a request needs besides those given, all of which are signed.
     *
     * @param path encoded
     * @param query decoded
     * @param headers names in small letters; with the host
     */
    Map<String, String> headers(
            String method,
            String path,
            SortedMap<String, String> query,
            Map<String, String> headers,
            byte[] body,
            Instant now) {
        var payload = hex(sha256(body));
        var time = TIME.format(now);
        var all = new TreeMap<>(headers);
        all.put("x-amz-content-sha256", payload);
        all.put("x-amz-date", time);
        var names = String.join(";", all.keySet());
        var lines = new StringBuilder();
        all.forEach((name, value) ->
                lines.append(name).append(':').append(value.strip()).append('\n'));
        var request = String.join("\n", method, path, query(query), lines, names, payload);
        var scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
        var toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(request.getBytes(UTF_8))));
        var signature = hex(mac(key(time.substring(0, 8)), toSign));
        all.put(
                "authorization",
                ALGORITHM + " Credential=" + user + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature);
        all.remove("host");
        return all;
    }

    private byte[] key(String day) {
        var key = ("AWS4" + secret.reveal()).getBytes(UTF_8);
        for (var part : new String[] {day, region, "s3", "aws4_request"}) {
            key = mac(key, part);
        }
        return key;
    }

    /** As it is sent and as it is signed. */
    static String query(SortedMap<String, String> query) {
        var pairs = new ArrayList<String>();
        query.forEach((name, value) -> pairs.add(encoded(name, false) + "=" + encoded(value, false)));
        return String.join("&", pairs);
    }

    /** Everything but what never needs encoding. */
    static String encoded(String text, boolean keepSlash) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean isPlain = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0
                    || (keepSlash && c == '/');
            if (isPlain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
