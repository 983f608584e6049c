package dev.astern.connector.ldap;

import static dev.astern.connector.common.Texts.bad;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import dev.astern.connector.common.Texts;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which names agents may use: entries below one base, attributes by their names, and none that hold a secret.
 *
 * @param base what is above or beside it is out of reach
 * @param hidden attributes, in small letters, that nobody gets to see or to write
 * @param member the attribute that holds a group's members unless a call says another
 */
record Names(DN base, Set<String> hidden, String member) {
    static final String ENTRIES = "entries";
    static final String MEMBERSHIPS = "memberships";
    /** What attributes that name members are called in the usual schemas, and whether their values are names of entries. */
    static final List<String> BY_NAME = List.of("member", "uniquemember");

    static final List<String> MEMBERS = List.of("member", "uniquemember", "memberuid");

    private static final Set<String> SECRETS = Set.of(
            "userpassword",
            "authpassword",
            "unicodepwd",
            "dbcspwd",
            "lmpwdhistory",
            "ntpwdhistory",
            "pwdhistory",
            "supplementalcredentials",
            "sambantpassword",
            "sambalmpassword",
            "sambapasswordhistory",
            "krbprincipalkey",
            "krbpwdhistory",
            "ipanthash",
            "ipatokenotpkey",
            "userpkcs12",
            "ms-mcs-admpwd",
            "mslaps-password");
    /** No numbers for names: nobody could tell from one whether it is hidden. */
    private static final Pattern DESCRIPTION = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}(;[A-Za-z0-9-]{1,64}){0,4}");

    private static final int MAX_DN = 2_000;

    static Names of(String base, Collection<String> moreHidden, String member) {
        var hidden = new TreeSet<>(SECRETS);
        moreHidden.forEach(name -> hidden.add(attribute(name)));
        var members = attribute(member);
        if (!MEMBERS.contains(members)) {
            throw bad("members are named by one of " + MEMBERS);
        }
        try {
            return new Names(new DN(base), Set.copyOf(hidden), members);
        } catch (LDAPException e) {
            throw bad("the base is no name of an entry");
        }
    }

    /** As images have it. */
    static String attribute(String name) {
        if (!DESCRIPTION.matcher(name).matches()) {
            throw bad(Texts.shown(name) + " is no name of an attribute");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    boolean secret(String attribute) {
        return hidden.contains(Attribute.getBaseName(attribute).toLowerCase(Locale.ROOT));
    }

    /** An attribute that agents may see and ask for. */
    String open(String name) {
        var attribute = attribute(name);
        if (secret(attribute)) {
            throw bad(attribute + " holds a secret; it is neither shown nor set here");
        }
        return attribute;
    }

    /** One of the entries in reach. */
    DN entry(String text) {
        var dn = dn(text);
        if (!dn.isDescendantOf(base, true)) {
            throw bad(Texts.shown(text) + " is not below " + base);
        }
        return dn;
    }

    static DN dn(String text) {
        try {
            if (text.length() <= MAX_DN && !text.isBlank()) {
                return new DN(text);
            }
        } catch (LDAPException e) {
            // Said below.
        }
        throw bad(Texts.shown(text) + " is no name of an entry");
    }

    /** A filter that can't be used to guess what is hidden. */
    Filter filter(String text) {
        try {
            return checked(Filter.create(text));
        } catch (LDAPException e) {
            throw bad("this is no filter: " + Texts.shown(String.valueOf(e.getMessage())));
        }
    }

    private Filter checked(Filter filter) {
        switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR -> {
                for (var component : filter.getComponents()) {
                    checked(component);
                }
            }
            case Filter.FILTER_TYPE_NOT -> checked(filter.getNOTComponent());
            default -> {
                if (filter.getAttributeName() == null) {
                    throw bad("a filter over all attributes can't be used here; name the attribute");
                }
                open(filter.getAttributeName());
            }
        }
        return filter;
    }
}
