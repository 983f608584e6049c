package dev.astern.connector.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.common.Outputs;
import dev.astern.connector.common.Texts;
import dev.astern.connector.ldap.LdapAsk.Membership;
import dev.astern.connector.resource.Seen;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads entries as images. */
final class Entries {
    /** Set by the directory at every change; the first that it has is the version. */
    static final List<String> STAMPS = List.of("entrycsn", "etag");

    static final String DN_FIELD = "dn";
    static final String[] ALL = {"*", "entryCSN", "etag"};
    private static final Filter ANY = Filter.createPresenceFilter("objectClass");
    private static final String HIDDEN = "\"***\"";

    private final Names names;

    Entries(Names names) {
        this.names = names;
    }

    Seen read(LDAPConnection connection, DN dn) throws LDAPException {
        var found = search(connection, new SearchRequest(dn.toString(), SearchScope.BASE, ANY, ALL));
        if (found.isEmpty()) {
            return new Seen.Absent();
        }
        return found.get().isEmpty()
                ? new Seen.Unreadable(Problem.of(
                        Reason.TARGET_NOT_READY, "the directory does not let the gateway's user see the entry"))
                : present(found.get().getFirst());
    }

    /** Nothing where the base is not there. */
    private static Optional<List<? extends Entry>> search(LDAPConnection connection, SearchRequest request)
            throws LDAPException {
        try {
            return Optional.of(connection.search(request).getSearchEntries());
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    Seen.Present present(Entry entry) {
        var image = image(entry);
        return new Seen.Present(image, version(entry, image));
    }

    /** What a secret attribute holds is not in it, only that there is something. */
    private Image image(Entry entry) {
        var fields = new TreeMap<String, @Nullable String>();
        for (var attribute : entry.getAttributes()) {
            var name = attribute.getName().toLowerCase(Locale.ROOT);
            if (!STAMPS.contains(name)) {
                fields.put(
                        name,
                        names.secret(name) ? HIDDEN : Values.field(Arrays.asList(attribute.getValueByteArrays())));
            }
        }
        fields.put(DN_FIELD, entry.getDN());
        return new Image(fields);
    }

    private static String version(Entry entry, Image image) {
        for (var stamp : STAMPS) {
            var value = entry.getAttributeValue(stamp);
            if (value != null) {
                return stamp + "=" + value;
            }
        }
        return "image=" + digest(Texts.JSON.writeValueAsString(image.fields()));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What the directory itself can check a version by, if it can. */
    static Optional<Filter> stamp(@Nullable String version) {
        int at = version == null ? -1 : version.indexOf('=');
        if (version == null || at < 0 || !STAMPS.contains(version.substring(0, at))) {
            return Optional.empty();
        }
        return Optional.of(Filter.createEqualityFilter(version.substring(0, at), version.substring(at + 1)));
    }

    Seen read(LDAPConnection connection, Membership membership) throws LDAPException {
        var filter = Filter.createEqualityFilter(membership.attribute(), membership.member());
        var request =
                new SearchRequest(membership.group().toString(), SearchScope.BASE, filter, membership.attribute());
        var found = search(connection, request).orElse(List.of());
        if (found.isEmpty()) {
            return new Seen.Absent();
        }
        var values = Optional.ofNullable(found.getFirst().getAttributeValues(membership.attribute()))
                .orElse(new String[0]);
        for (var value : values) {
            if (membership.is(value)) {
                return new Seen.Present(membership.image(value));
            }
        }
        return new Seen.Present(membership.image(membership.member()));
    }

    /** The secrets of an entry that is about to go, for putting it back; kept sealed and never shown. */
    String secrets(LDAPConnection connection, DN dn) throws LDAPException {
        var wanted = names.hidden().toArray(String[]::new);
        var found = search(connection, new SearchRequest(dn.toString(), SearchScope.BASE, ANY, wanted))
                .orElse(List.of());
        var fields = new LinkedHashMap<String, String>();
        for (var entry : found) {
            for (var attribute : entry.getAttributes()) {
                if (attribute.hasValue()) {
                    fields.put(attribute.getName(), Values.field(Arrays.asList(attribute.getValueByteArrays())));
                }
            }
        }
        return fields.isEmpty() ? "" : Texts.JSON.writeValueAsString(fields);
    }

    /** All attributes that an entry is put back with. */
    static List<Attribute> attributes(Image wanted, String secrets) {
        var attributes = new ArrayList<Attribute>();
        wanted.fields().forEach((name, value) -> {
            if (!name.equals(DN_FIELD) && value != null && !value.equals(HIDDEN)) {
                attributes.add(LdapAsking.attribute(name, value));
            }
        });
        if (!secrets.isEmpty()) {
            Texts.JSON
                    .readTree(secrets)
                    .properties()
                    .forEach(field -> attributes.add(LdapAsking.attribute(
                            field.getKey(), field.getValue().asString())));
        }
        return attributes;
    }

    Output one(Seen.Present present) {
        var rows = new ArrayList<List<@Nullable Object>>();
        present.image().fields().forEach((name, value) -> rows.add(Outputs.row(name, value)));
        return Outputs.of(Outputs.table("read", List.of("attribute", "values"), rows));
    }

    Output search(LDAPConnection connection, LdapAsk.Search ask) throws LDAPException {
        var attributes = ask.attributes().isEmpty()
                ? new String[] {"*"}
                : ask.attributes().toArray(String[]::new);
        var request = new SearchRequest(ask.base().toString(), ask.scope(), ask.filter(), attributes);
        request.setSizeLimit(ask.limit());
        List<? extends Entry> entries;
        boolean more = false;
        try {
            entries = connection.search(request).getSearchEntries();
        } catch (LDAPSearchException e) {
            if (!e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) || e.getSearchEntries() == null) {
                throw e;
            }
            entries = e.getSearchEntries();
            more = true;
        }
        var rows = new ArrayList<List<@Nullable Object>>();
        entries.forEach(entry -> rows.add(Outputs.row(entry.getDN(), shown(entry))));
        return Outputs.of(Outputs.table("search", List.of("dn", "attributes"), rows, more));
    }

    private String shown(Entry entry) {
        var fields = new TreeMap<>(image(entry).fields());
        fields.remove(DN_FIELD);
        var node = Texts.JSON.createObjectNode();
        fields.forEach((name, value) -> node.set(name, Texts.JSON.readTree(value == null ? "null" : value)));
        return Texts.JSON.writeValueAsString(node);
    }

    /** An image with some fields as a change leaves them. */
    static Image with(Image image, Map<String, @Nullable String> fields) {
        var all = new TreeMap<String, @Nullable String>(image.fields());
        fields.forEach((name, value) -> {
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return new Image(all);
    }
}
