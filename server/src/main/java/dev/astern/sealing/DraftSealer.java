package dev.astern.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.entry.Disclosure;
import dev.astern.model.Personal;
import dev.astern.model.ReceiptDraft;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Takes what may be personal out of a receipt: the entry gets salted digests, the rest is sealed. */
public final class DraftSealer {
    private static final String DIGESTS = "_sd";
    private static final String ALGORITHM = "_sd_alg";
    private static final String PLACEHOLDER = "...";

    private final Vault vault;
    private final SecureRandom random;

    /**
     * @param body of the entry, with digests in place of disclosures
     * @param parts the disclosures, those under one key together
     * @param persons pseudonyms of those it has rows of
     */
    public record SealedDraft(Map<String, @Nullable Object> body, List<Sealed> parts, Set<String> persons) {}

    /** The disclosures that were sealed together. */
    public static List<String> texts(byte[] opened) {
        return List.of(new String(opened, US_ASCII).split("\n"));
    }

    /** What a part is bound to: it can't be opened in another session's place. */
    public static String bound(String sessionId) {
        return KeyScope.session(sessionId).name();
    }

    public DraftSealer(Vault vault, SecureRandom random) {
        this.vault = vault;
        this.random = random;
    }

    public SealedDraft seal(ReceiptDraft draft) {
        if (draft.disclosures().isEmpty()) {
            return new SealedDraft(draft.body(), List.of(), Set.of());
        }
        var work = new Work(KeyScope.session(draft.sessionId()));
        var fields = new ArrayList<Disclosure>();
        draft.disclosures().forEach((name, value) -> fields.add(work.field(name, value)));
        var body = new HashMap<>(draft.body());
        body.put(DIGESTS, Disclosure.digests(fields));
        body.put(ALGORITHM, "sha-256");
        return new SealedDraft(body, work.parts(), work.persons);
    }

    private final class Work {
        private final KeyScope session;
        private final Map<KeyScope, StringJoiner> texts = new LinkedHashMap<>();
        private final Set<String> persons = new LinkedHashSet<>();

        private Work(KeyScope session) {
            this.session = session;
        }

        Disclosure field(String name, @Nullable Object value) {
            return keep(session, Disclosure.field(salt(), name, inParts(withoutPersons(value))));
        }

        /** What is too long for one disclosure becomes a list of pieces of its text. */
        private @Nullable Object inParts(@Nullable Object value) {
            if (Pieces.length(value) <= Pieces.MAX) {
                return value;
            }
            var text = value instanceof String already ? already : CanonicalJson.write(value);
            var parts = Pieces.of(text).stream().map(this::part).toList();
            return Map.of("parts", parts, "of", value instanceof String ? "text" : "json");
        }

        private Object part(String piece) {
            var element = keep(session, Disclosure.element(salt(), piece));
            return Map.of(PLACEHOLDER, element.digest());
        }

        /** The value, with a digest in place of every element that is about one person. */
        private @Nullable Object withoutPersons(@Nullable Object value) {
            return switch (value) {
                case Personal personal -> placeholder(personal);
                case List<?> list -> {
                    var elements = new ArrayList<@Nullable Object>(list.size());
                    list.forEach(element -> elements.add(withoutPersons(element)));
                    yield elements;
                }
                case Map<?, ?> map -> {
                    var fields = new HashMap<Object, @Nullable Object>();
                    map.forEach((name, field) -> fields.put(name, withoutPersons(field)));
                    yield fields;
                }
                case null, default -> value;
            };
        }

        private Object placeholder(Personal personal) {
            var person = vault.pseudonym(personal.person());
            persons.add(person);
            var element = keep(KeyScope.person(person), Disclosure.element(salt(), personal.value()));
            return Map.of(PLACEHOLDER, element.digest());
        }

        private Disclosure keep(KeyScope scope, Disclosure disclosure) {
            texts.computeIfAbsent(scope, key -> new StringJoiner("\n")).add(disclosure.text());
            return disclosure;
        }

        /** One seal for each key, whatever is under it: it is the costly part. */
        List<Sealed> parts() {
            var parts = new ArrayList<Sealed>();
            texts.forEach((scope, lines) ->
                    parts.add(vault.seal(scope, lines.toString().getBytes(US_ASCII), session.name())));
            return parts;
        }

        private byte[] salt() {
            var salt = new byte[Disclosure.SALT_BYTES];
            random.nextBytes(salt);
            return salt;
        }
    }
}
