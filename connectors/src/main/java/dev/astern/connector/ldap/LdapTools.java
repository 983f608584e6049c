package dev.astern.connector.ldap;

import static dev.astern.connector.common.Schemas.number;
import static dev.astern.connector.common.Schemas.object;
import static dev.astern.connector.common.Schemas.text;
import static dev.astern.connector.common.Schemas.texts;
import static dev.astern.connector.common.Schemas.tool;

import dev.astern.connector.Tool;
import java.util.List;
import java.util.Map;

/** What agents may call at a directory. */
final class LdapTools {
    private static final Map<String, Object> DN = text("the entry's distinguished name, below the base");
    private static final Map<String, Object> FIELDS =
            object("attributes and their values, one or a list; null for none");

    private LdapTools() {}

    static List<Tool> all() {
        return List.of(
                tool("read_entry", "Read one entry", Map.of("dn", DN), List.of("dn"), true),
                tool(
                        "search_entries",
                        "Find entries by a filter (RFC 4515), or by attributes that have to match",
                        Map.of(
                                "base", text("where to begin; the base of the target unless said"),
                                "scope", text("base, one or sub; sub unless said"),
                                "filter", text("for example (&(objectClass=person)(sn=Smith))"),
                                "match", object("attributes and the value each has to have"),
                                "attributes", texts("which to show; all unless said"),
                                "limit", number("how many at most", 1, 500)),
                        List.of(),
                        true),
                tool("add_entry", "Make an entry", Map.of("dn", DN, "fields", FIELDS), List.of("dn", "fields"), false),
                tool(
                        "modify_entry",
                        "Set attributes of an entry, each to exactly the values given",
                        Map.of("dn", DN, "fields", FIELDS),
                        List.of("dn", "fields"),
                        false),
                tool("delete_entry", "Delete an entry that has none below it", Map.of("dn", DN), List.of("dn"), false),
                membership("grant_access", "Put somebody into a group"),
                membership("revoke_access", "Take somebody out of a group"));
    }

    private static Tool membership(String name, String description) {
        return tool(
                name,
                description,
                Map.of(
                        "group", text("the group's distinguished name"),
                        "member", text("the member's distinguished name; for memberUid the user's id"),
                        "attribute", text("member, uniqueMember or memberUid; as the target says unless said")),
                List.of("group", "member"),
                false);
    }
}
