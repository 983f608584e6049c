package dev.astern.connector.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import dev.astern.connector.Image;
import dev.astern.connector.resource.Ref;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an agent asks of a directory, understood. Fields are as images have them, see {@link Values}. */
sealed interface LdapAsk {
    record Read(DN dn) implements LdapAsk {}

    /** @param attributes empty for all that may be seen */
    record Search(DN base, SearchScope scope, Filter filter, List<String> attributes, int limit) implements LdapAsk {}

    record Add(DN dn, Map<String, @Nullable String> fields) implements LdapAsk {
        public Add {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /** @param fields null for an attribute that is to be without values */
    record Modify(DN dn, Map<String, @Nullable String> fields) implements LdapAsk {
        public Modify {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    record Delete(DN dn) implements LdapAsk {}

    record Grant(Membership membership) implements LdapAsk {}

    record Revoke(Membership membership) implements LdapAsk {}

    /**
     * That somebody is in a group, as a resource of its own, so that taking it back leaves all other members alone.
     *
     * @param member as the agent wrote it
     */
    record Membership(DN group, String attribute, String member) {
        private static final String GROUP = "group";
        private static final String ATTRIBUTE = "attribute";
        private static final String MEMBER = "member";

        static Membership of(Ref ref) {
            return new Membership(
                    Names.dn(text(ref.key(), GROUP)), text(ref.key(), ATTRIBUTE), text(ref.key(), MEMBER));
        }

        private static String text(Image image, String field) {
            var text = image.get(field);
            if (text == null) {
                throw new IllegalArgumentException("no " + field + " in the key of a membership: bug");
            }
            return text;
        }

        /** As written, or as another image has it. */
        static String written(Image image) {
            return text(image, MEMBER);
        }

        private boolean byName() {
            return Names.BY_NAME.contains(attribute);
        }

        boolean is(String value) {
            return normal(value).equals(normal(member));
        }

        private String normal(String value) {
            return byName() && DN.isValidDN(value) ? Names.dn(value).toNormalizedString() : value;
        }

        Ref ref() {
            return new Ref(Names.MEMBERSHIPS, image(normal(member)));
        }

        /** @param value as the directory has it */
        Image image(String value) {
            return new Image(Map.of(GROUP, group.toNormalizedString(), ATTRIBUTE, attribute, MEMBER, value));
        }

        /** What holds however the directory writes the member. */
        Image sure() {
            return new Image(Map.of(GROUP, group.toNormalizedString(), ATTRIBUTE, attribute));
        }
    }
}
