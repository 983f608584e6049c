package dev.astern.journal.entry;

import static dev.astern.journal.entry.Field.optional;
import static dev.astern.journal.entry.Field.required;

import dev.astern.journal.JsonObject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which fields an entry has beside its place, by its type: the table of {@code docs/journal.md}. A field that is not here
 * is refused, because a verifier can't say what it means.
 */
record Fields(Map<String, Field> byName, int needed) {
    private static final Map<EntryType, Fields> BY_TYPE = byType();

    Fields {
        byName = Map.copyOf(byName);
    }

    static Fields of(EntryType type) {
        var fields = BY_TYPE.get(type);
        if (fields == null) {
            throw new IllegalStateException("expected the fields of " + type + ", found none: bug");
        }
        return fields;
    }

    private static Map<EntryType, Fields> byType() {
        var fields = new EnumMap<EntryType, Fields>(EntryType.class);
        for (var type : EntryType.values()) {
            fields.put(type, table(type));
        }
        return fields;
    }

    private static Fields table(EntryType type) {
        return switch (type) {
            case SESSION_OPENED ->
                of(
                        required("kind", Kind.TEXT),
                        optional("agent", Kind.OBJECT.orNull()),
                        optional("targets", Kind.TEXTS),
                        optional("workflow", Kind.TEXT.orNull()),
                        optional("operator", Kind.TEXT.orNull()),
                        optional("expires_at", Kind.TIME.orNull()));
            case SESSION_REVOKED -> of(required("operator", Kind.TEXT));
            case SESSION_HALTED -> of(required("failed", Kind.TEXT), required("why", Kind.TEXT));
            case SESSION_RESUMED, SESSION_LIMITED -> of(required("operator", Kind.TEXT));
            case SESSION_CLOSED -> of(required("count", Kind.COUNT), required("how", Kind.TEXT));
            case INTENT ->
                action(
                        required("agent", Kind.AGENT),
                        required("target", Kind.TEXT),
                        required("tool", Kind.TEXT),
                        required("verb", Kind.TEXT),
                        required("tier", Kind.TEXT),
                        required("reversibility", Kind.TEXT),
                        required("policy", Kind.POLICY),
                        required("approval", Kind.APPROVAL));
            case HELD ->
                action(
                        required("request", Kind.TEXT),
                        required("fingerprint", Kind.TEXT),
                        required("round", Kind.COUNT),
                        required("policy", Kind.POLICY),
                        required("decide_by", Kind.TIME),
                        optional("effects", Kind.OBJECT.orNull()),
                        optional("state", Kind.TEXT.orNull()));
            case APPROVAL ->
                action(
                        required("request", Kind.TEXT),
                        required("fingerprint", Kind.TEXT),
                        required("round", Kind.COUNT),
                        required("decision", Kind.TEXT),
                        required("operator", Kind.TEXT.orNull()),
                        optional("incident", Kind.TEXT));
            case POLICY ->
                of(required("digest", Kind.TEXT), required("name", Kind.TEXT), required("operator", Kind.TEXT));
            case RESULT ->
                action(
                        required("state", Kind.TEXT),
                        optional("exit_code", Kind.INTEGER.orNull()),
                        optional("effects", Kind.OBJECT.orNull()),
                        optional("reads", Kind.OBJECT.orNull()),
                        optional("notes", Kind.TEXTS),
                        optional("rollback", Kind.TEXT.orNull()),
                        optional("problem", Kind.TEXT.orNull()));
            case REFUSAL -> action(required("problem", Kind.TEXT), optional("state", Kind.TEXT.orNull()));
            case UNDO ->
                of(
                        required("undo", Kind.TEXT),
                        required("operator", Kind.TEXT),
                        required("selection", Kind.TEXT),
                        required("actions", Kind.COUNT));
            case ACT ->
                of(
                        required("act", Kind.TEXT),
                        required("operator", Kind.TEXT),
                        required("phase", Kind.TEXT),
                        required("status", Kind.INTEGER.orNull()));
            case INCIDENT ->
                of(
                        required("step", Kind.TEXT),
                        required("operator", Kind.TEXT),
                        optional("cause", Kind.TEXT),
                        optional("of", Kind.TEXT.orNull()),
                        optional("sessions", Kind.TEXTS));
            case ERASURE ->
                of(
                        required("erasure", Kind.TEXT),
                        required("scope", Kind.TEXT),
                        required("keys", Kind.TEXTS),
                        required("key_count", Kind.COUNT),
                        required("sessions", Kind.TEXTS),
                        required("session_count", Kind.COUNT),
                        required("operator", Kind.TEXT),
                        optional("targets", Kind.ERASED_AT));
            case KEY_ROTATION ->
                of(required("old", Kind.TEXT), required("new", Kind.TEXT), required("statement", Kind.TEXT));
            case RECOVERY ->
                of(
                        required("origin", Kind.TEXT),
                        required("signed_size", Kind.COUNT.orNull()),
                        required("signed_root", Kind.TEXT.orNull()),
                        required("restored_size", Kind.COUNT));
        };
    }

    /** What any entry about an action may say of it; a result need not repeat what its intent said. */
    private static Fields action(Field... more) {
        var common = Stream.of(
                optional("agent", Kind.AGENT),
                optional("target", Kind.TEXT),
                optional("tool", Kind.TEXT),
                optional("verb", Kind.TEXT.orNull()),
                optional("tier", Kind.TEXT),
                optional("reversibility", Kind.TEXT),
                optional("policy", Kind.POLICY),
                optional("approval", Kind.APPROVAL),
                optional("workflow", Kind.TEXT.orNull()),
                optional("rehearsal", Kind.BOOLEAN),
                optional("request", Kind.TEXT.orNull()),
                optional("sources", Kind.TEXTS),
                optional("risk_score", Kind.INTEGER.orNull()));
        return of(Stream.concat(common, Stream.of(more)).toArray(Field[]::new));
    }

    /** The last of two with one name counts. */
    private static Fields of(Field... fields) {
        var byName = new HashMap<String, Field>();
        for (var field : fields) {
            byName.put(field.name(), field);
        }
        return new Fields(
                byName, (int) byName.values().stream().filter(Field::required).count());
    }

    /** Whether these are such fields, all that have to be there among them, and each is what it has to be. */
    boolean fit(JsonObject body) {
        int found = 0;
        for (int i = 0; i < body.size(); i++) {
            var name = body.nameAt(i);
            var known = byName.get(name);
            if (known == null ? !Digests.FIELDS.equals(name) : !known.kind().fits(body.valueAt(i))) {
                return false;
            }
            found += known != null && known.required() ? 1 : 0;
        }
        // No name is there twice.
        return found == needed;
    }
}
