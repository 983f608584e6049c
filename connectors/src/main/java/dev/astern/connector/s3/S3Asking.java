package dev.astern.connector.s3;

import static dev.astern.connector.common.Texts.bad;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.common.Arguments;
import dev.astern.connector.common.Texts;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Understood.Doable;
import dev.astern.connector.resource.Understood.Words;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes sense of calls. Nothing here touches the bucket. */
final class S3Asking {
    static final String OBJECTS = "objects";
    private static final int MAX_KEY = 1_000;
    private static final int MAX_PAGE = 2_000;
    private static final Pattern TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,80}/[A-Za-z0-9!#$&^_.+-]{1,80}(; ?charset=[A-Za-z0-9-]{1,20})?");

    private final String prefix;
    private final int maxBytes;

    /** @param prefix what every key begins with */
    S3Asking(String prefix, int maxBytes) {
        this.prefix = prefix;
        this.maxBytes = maxBytes;
    }

    static Ref ref(String key) {
        return Ref.of(OBJECTS, "key", key);
    }

    Understood understand(Call call) {
        try {
            return switch (call.tool()) {
                case "read_object" -> {
                    var key = key(Arguments.of(call, "key"));
                    yield doable("read", Tier.READ, "read " + key, "", List.of(), new S3Ask.Read(key));
                }
                case "list_objects" -> list(Arguments.of(call, "prefix", "page", "limit"));
                case "put_object" -> put(Arguments.of(call, "key", "text", "base64", "type"));
                case "delete_object" -> {
                    var key = key(Arguments.of(call, "key"));
                    var expected = List.of(Expected.delete(ref(key)));
                    yield doable("delete", Tier.DESTRUCTIVE, "delete " + key, "", expected, new S3Ask.Delete(key));
                }
                default -> throw bad("there is no tool " + Texts.shown(call.tool()));
            };
        } catch (ProblemException e) {
            return new Understood.Refused(e.problem());
        }
    }

    /** No segment that anything on the way would take for another folder. */
    private String key(Arguments arguments) {
        var key = arguments.text("key", MAX_KEY);
        boolean isOdd = key.isEmpty()
                || key.getBytes(UTF_8).length > MAX_KEY
                || !key.codePoints().allMatch(Texts::visible)
                || Arrays.stream(key.split("/", -1))
                        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (isOdd) {
            throw bad(Texts.shown(key) + " is no key of an object");
        }
        if (!key.startsWith(prefix)) {
            throw bad("keys begin with " + prefix + " here");
        }
        return key;
    }

    private Doable list(Arguments arguments) {
        var under = arguments.optional("prefix", MAX_KEY).orElse(prefix);
        if (!under.startsWith(prefix)) {
            throw bad("keys begin with " + prefix + " here");
        }
        var ask = new S3Ask.ListAll(
                under, arguments.optional("page", MAX_PAGE), arguments.number("limit", 100, 1, 1_000));
        return doable("list", Tier.READ, "list " + under, "", List.of(), ask);
    }

    private Doable put(Arguments arguments) {
        var key = key(arguments);
        var fields = new LinkedHashMap<String, String>();
        var text = arguments.optional("text", maxBytes).map(given -> given.getBytes(UTF_8));
        var binary = arguments.optional("base64", maxBytes * 2).map(S3Asking::decoded);
        if (text.isPresent() && binary.isPresent()) {
            throw bad("the content is text or base64, not both");
        }
        text.or(() -> binary).ifPresent(bytes -> {
            if (bytes.length > maxBytes) {
                throw bad("the content has more than " + maxBytes + " bytes");
            }
            fields.put(Contents.CONTENT, Contents.content(bytes));
        });
        arguments.optional("type", MAX_KEY).ifPresent(type -> {
            if (!TYPE.matcher(type).matches()) {
                throw bad(Texts.shown(type) + " is no type");
            }
            fields.put(Contents.TYPE, type);
        });
        if (fields.isEmpty()) {
            throw bad("put_object needs text, base64 or type");
        }
        var sets = new Image(new LinkedHashMap<String, @Nullable String>(fields));
        var content = fields.getOrDefault(Contents.CONTENT, "");
        var expected = List.of(Expected.insert(OBJECTS, ref(key).key(), sets));
        return doable("put", Tier.WRITE, "put " + key, content, expected, new S3Ask.Put(key, Map.copyOf(fields)));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw bad("this is no base64");
        }
    }

    private static Doable doable(
            String verb, Tier tier, String summary, String more, List<Expected> expected, S3Ask ask) {
        var words = new Words(
                verb,
                tier,
                tier == Tier.READ ? Reversibility.TRIVIALLY_REVERSIBLE : Reversibility.REVERSIBLE_WITH_STATE,
                List.of(OBJECTS),
                Texts.shown(summary),
                more.isEmpty() ? summary : summary + "\n" + more,
                new Form.Other());
        return new Doable(words, expected, ask);
    }
}
