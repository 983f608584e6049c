package dev.astern.connector.http;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file says about a system's API.
 *
 * @param system its name, as the recovery library knows it
 * @param tested what it was tested against, or the words that it was not
 * @param headers sent with every request, for example a version of the API
 * @param idempotency the header that takes a key under which a repeated request is done once
 */
record Description(
        String system,
        String tested,
        Auth auth,
        Map<String, String> headers,
        Optional<String> idempotency,
        Map<String, Resource> resources,
        Map<String, OperationType> operations) {
    Description {
        headers = Map.copyOf(headers);
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    }

    /**
     * How the secret is sent.
     *
     * @param header where
     * @param prefix before it
     * @param basic whether user and secret go together, as RFC 7617 says
     */
    record Auth(Optional<String> header, String prefix, boolean basic) {
        static final Auth NONE = new Auth(Optional.empty(), "", false);
    }

    /** How bodies are written. */
    enum Encoding {
        JSON,
        FORM,
        /** The body is the value of one field. */
        TEXT
    }

    /**
     * Where a resource's version is.
     *
     * @param header of the answer to a read, for example {@code ETag}
     * @param condition the header that binds a write to it, or none where the system ignores it
     */
    record Version(String header, Optional<String> condition) {}

    /**
     * What is deleted and still there.
     *
     * @param field that says so
     * @param deleted its value then, as JSON
     * @param live its value otherwise, as JSON
     * @param writable whether writing the field brings the resource back
     */
    record SoftDelete(String field, String deleted, String live, boolean writable) {}

    /**
     * Pages of a list.
     *
     * @param style {@code page}, {@code offset}, {@code cursor} or {@code none}
     * @param parameter of the query
     * @param sizeParameter of the query, or empty
     * @param next where a cursor is in the answer, or empty
     */
    record Paging(String style, String parameter, String sizeParameter, String next) {
        static final Paging NONE = new Paging("none", "", "", "");
    }

    /**
     * One kind of resource.
     *
     * @param key the name of the field that identifies it, also the hole in its paths
     * @param list nothing where it can't be listed; the same for the others but {@code read}
     * @param wholeUpdate whether an update has to send all fields
     * @param recreate makes it under its old key
     * @param nested whether objects in it are put back field by field, by RFC 7396; a field is then named by its pointer
     * @param keyInBody whether {@code create} may be given the key
     * @param fields those that count and can be written; all but {@code ignore} where empty
     * @param items where the entries are in the answer to a list, or empty for the answer itself
     * @param requestEnvelope the field that a body is wrapped in, or empty
     * @param answerEnvelope the field that an answer is wrapped in, or empty
     * @param absent statuses that say that it is not there
     */
    record Resource(
            String name,
            String key,
            Template read,
            Optional<Template> list,
            Optional<Template> create,
            Optional<Template> update,
            boolean wholeUpdate,
            Optional<Template> delete,
            Optional<Template> recreate,
            boolean keyInBody,
            boolean nested,
            Set<String> fields,
            Set<String> ignore,
            Encoding encoding,
            String contentType,
            String items,
            String requestEnvelope,
            String answerEnvelope,
            Set<Integer> absent,
            Optional<Version> version,
            Optional<SoftDelete> softDelete,
            Paging paging,
            Optional<Reversibility> reversibility) {
        Resource {
            fields = Set.copyOf(fields);
            ignore = Set.copyOf(ignore);
            absent = Set.copyOf(absent);
        }

        boolean counts(String field) {
            return !field.equals(key) && (fields.isEmpty() ? !ignore.contains(field) : fields.contains(field));
        }

        /** Whether what is made goes under a key in its path. */
        boolean keyInCreatePath() {
            return create.filter(template -> template.names().contains(key)).isPresent();
        }

        /** Whether what is made can be given its key. */
        boolean givenKey() {
            return keyInCreatePath() || (keyInBody && create.isPresent());
        }

        boolean conditional() {
            return version.flatMap(Version::condition).isPresent();
        }
    }

    /**
     * Something else that the API does.
     *
     * @param arguments their names; each goes into the path or the body
     * @param changes which resources it changes: each a resource and where its key comes from
     */
    record OperationType(
            String name,
            Template request,
            String description,
            List<String> arguments,
            List<Changes> changes,
            Tier tier,
            Reversibility reversibility) {
        OperationType {
            arguments = List.copyOf(arguments);
            changes = List.copyOf(changes);
        }
    }

    /**
     * @param key a text with {@code {argument}} in it, or a plain one
     */
    record Changes(String resource, String key) {}
}
