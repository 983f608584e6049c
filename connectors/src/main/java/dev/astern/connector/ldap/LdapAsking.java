package dev.astern.connector.ldap;

import static dev.astern.connector.common.Texts.bad;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldif.LDIFAddChangeRecord;
import com.unboundid.ldif.LDIFChangeRecord;
import com.unboundid.ldif.LDIFDeleteChangeRecord;
import com.unboundid.ldif.LDIFModifyChangeRecord;
import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.common.Arguments;
import dev.astern.connector.common.Texts;
import dev.astern.connector.ldap.LdapAsk.Membership;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Understood.Doable;
import dev.astern.connector.resource.Understood.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes sense of calls. Nothing here touches the directory. */
final class LdapAsking {
    private static final int TEXT = 2_000;
    private static final int MAX_ATTRIBUTES = 100;

    private final Names names;

    LdapAsking(Names names) {
        this.names = names;
    }

    Understood understand(Call call) {
        try {
            return switch (call.tool()) {
                case "read_entry" -> read(call);
                case "search_entries" -> search(call);
                case "add_entry" -> add(call);
                case "modify_entry" -> modify(call);
                case "delete_entry" -> delete(call);
                case "grant_access" -> grant(call);
                case "revoke_access" -> revoke(call);
                default -> throw bad("there is no tool " + Texts.shown(call.tool()));
            };
        } catch (ProblemException e) {
            return new Understood.Refused(e.problem());
        }
    }

    private DN dn(Call call, String... others) {
        var known = new ArrayList<>(List.of(others));
        known.add("dn");
        return names.entry(Arguments.of(call, known.toArray(String[]::new)).text("dn", TEXT));
    }

    private Doable read(Call call) {
        var dn = dn(call);
        return reading("read", "read " + dn, new LdapAsk.Read(dn));
    }

    private static Doable reading(String verb, String command, LdapAsk ask) {
        var words = new Words(
                verb,
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                List.of(Names.ENTRIES),
                Texts.shown(command),
                command,
                new Form.Other());
        return new Doable(words, List.of(), ask);
    }

    private Doable search(Call call) {
        var arguments = Arguments.of(call, "base", "scope", "filter", "match", "attributes", "limit");
        var base = arguments.optional("base", TEXT).map(names::entry).orElse(names.base());
        var scope = switch (arguments.optional("scope", TEXT).orElse("sub")) {
            case "base" -> SearchScope.BASE;
            case "one" -> SearchScope.ONE;
            case "sub" -> SearchScope.SUB;
            default -> throw bad("scope is base, one or sub");
        };
        var filter = filter(arguments);
        var attributes = arguments.texts("attributes", MAX_ATTRIBUTES, TEXT).stream()
                .map(names::open)
                .toList();
        var limit = arguments.number("limit", 100, 1, 500);
        var command = "search " + base + " " + scope.getName() + " " + filter;
        return reading("search", command, new LdapAsk.Search(base, scope, filter, attributes, limit));
    }

    private Filter filter(Arguments arguments) {
        var all = new ArrayList<Filter>();
        arguments.optional("filter", TEXT * 2).map(names::filter).ifPresent(all::add);
        arguments
                .object("match")
                .forEach(
                        (name, value) -> all.add(Filter.createEqualityFilter(names.open(name), String.valueOf(value))));
        return switch (all.size()) {
            case 0 -> Filter.createPresenceFilter("objectClass");
            case 1 -> all.getFirst();
            default -> Filter.createANDFilter(all);
        };
    }

    private Doable add(Call call) {
        var dn = dn(call, "fields");
        var fields = fields(call, false);
        if (fields.containsValue(null)) {
            throw bad("an attribute of a new entry has at least one value");
        }
        var attributes = new ArrayList<Attribute>();
        fields.forEach((name, value) -> attributes.add(attribute(name, value)));
        return writing(
                "add",
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                new LDIFAddChangeRecord(dn.toString(), attributes),
                Expected.insert(Names.ENTRIES, ref(dn).key(), new Image(readBackAsSent(fields))),
                new LdapAsk.Add(dn, fields));
    }

    /** A directory adds the classes above those that it is given. */
    private static Map<String, @Nullable String> readBackAsSent(Map<String, @Nullable String> fields) {
        var same = new LinkedHashMap<>(fields);
        same.keySet().removeIf("objectClass"::equalsIgnoreCase);
        return same;
    }

    static Attribute attribute(String name, @Nullable String field) {
        return new Attribute(name, Values.of(field).toArray(byte[][]::new));
    }

    private Doable modify(Call call) {
        var dn = dn(call, "fields");
        var fields = fields(call, true);
        var modifications = new ArrayList<Modification>();
        fields.forEach((name, value) -> modifications.add(new Modification(
                ModificationType.REPLACE, name, Values.of(value).toArray(byte[][]::new))));
        return writing(
                "modify",
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                new LDIFModifyChangeRecord(dn.toString(), modifications),
                Expected.update(ref(dn), new Image(fields)),
                new LdapAsk.Modify(dn, fields));
    }

    /** It comes back without its old internal id, and a directory may have taken it out of groups. */
    private Doable delete(Call call) {
        var dn = dn(call);
        return writing(
                "delete",
                Tier.DESTRUCTIVE,
                Reversibility.PARTIALLY_REVERSIBLE,
                new LDIFDeleteChangeRecord(dn.toString()),
                Expected.delete(ref(dn)),
                new LdapAsk.Delete(dn));
    }

    private Doable grant(Call call) {
        var membership = membership(call);
        return writing(
                "grant",
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                record(membership, ModificationType.ADD),
                Expected.insert(Names.MEMBERSHIPS, membership.ref().key(), membership.sure()),
                new LdapAsk.Grant(membership));
    }

    private Doable revoke(Call call) {
        var membership = membership(call);
        return writing(
                "revoke",
                Tier.DESTRUCTIVE,
                Reversibility.REVERSIBLE_WITH_STATE,
                record(membership, ModificationType.DELETE),
                Expected.delete(membership.ref()),
                new LdapAsk.Revoke(membership));
    }

    private static LDIFChangeRecord record(Membership membership, ModificationType type) {
        return new LDIFModifyChangeRecord(
                membership.group().toString(), new Modification(type, membership.attribute(), membership.member()));
    }

    private Membership membership(Call call) {
        var arguments = Arguments.of(call, "group", "member", "attribute");
        var group = names.entry(arguments.text("group", TEXT));
        var attribute =
                arguments.optional("attribute", TEXT).map(Names::attribute).orElse(names.member());
        if (!Names.MEMBERS.contains(attribute)) {
            throw bad("members are named by one of " + Names.MEMBERS);
        }
        var member = arguments.text("member", TEXT);
        if (Names.BY_NAME.contains(attribute)) {
            Names.dn(member);
        }
        if (member.isBlank() || !member.codePoints().allMatch(Texts::visible)) {
            throw bad("this is no member");
        }
        return new Membership(group, attribute, member);
    }

    private Map<String, @Nullable String> fields(Call call, boolean change) {
        var given = Arguments.of(call, "dn", "fields").object("fields");
        if (given.isEmpty() || given.size() > MAX_ATTRIBUTES) {
            throw bad(call.tool() + " needs fields: 1 to " + MAX_ATTRIBUTES + " attributes and their values");
        }
        var fields = new LinkedHashMap<String, @Nullable String>();
        given.forEach((name, value) -> {
            var attribute = names.open(name);
            if (change && Names.MEMBERS.contains(attribute)) {
                throw bad(attribute + " is changed by grant_access and revoke_access, one member at a time");
            }
            if (fields.put(attribute, Values.given(attribute, value)) != null) {
                throw bad(attribute + " is there twice");
            }
        });
        return fields;
    }

    static Ref ref(DN dn) {
        return Ref.of(Names.ENTRIES, "dn", dn.toNormalizedString());
    }

    private static Doable writing(
            String verb,
            Tier tier,
            Reversibility reversibility,
            LDIFChangeRecord record,
            Expected expected,
            LdapAsk ask) {
        var words = new Words(
                verb,
                tier,
                reversibility,
                List.of(expected.resource()),
                Texts.shown(verb + " " + summary(ask, record)),
                record.toLDIFString(),
                new Form.Other());
        return new Doable(words, List.of(expected), ask);
    }

    private static String summary(LdapAsk ask, LDIFChangeRecord record) {
        return switch (ask) {
            case LdapAsk.Grant(var membership) -> membership.member() + " in " + membership.group();
            case LdapAsk.Revoke(var membership) -> membership.member() + " in " + membership.group();
            case LdapAsk.Modify modify -> modify.dn() + " " + modify.fields().keySet();
            default -> record.getDN();
        };
    }

    /** The values that a change takes from an attribute, and those that it adds. */
    static List<Modification> difference(String name, @Nullable String now, @Nullable String wanted) {
        var old = new ArrayList<>(Values.of(now));
        var next = new ArrayList<>(Values.of(wanted));
        old.removeIf(value -> Values.of(wanted).stream().anyMatch(other -> Arrays.equals(other, value)));
        next.removeIf(value -> Values.of(now).stream().anyMatch(other -> Arrays.equals(other, value)));
        var modifications = new ArrayList<Modification>();
        if (!old.isEmpty()) {
            modifications.add(new Modification(ModificationType.DELETE, name, old.toArray(byte[][]::new)));
        }
        if (!next.isEmpty()) {
            modifications.add(new Modification(ModificationType.ADD, name, next.toArray(byte[][]::new)));
        }
        return modifications;
    }

    static Optional<String> text(Image image, String field) {
        return Optional.ofNullable(image.get(field));
    }
}
