package dev.astern.connector.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A directory with people below {@code dc=example,dc=org}, and a person's own connection to it. */
abstract class LdapLaboratory implements Laboratory {
    static final String BASE = "dc=example,dc=org";
    static final String USER = "cn=admin," + BASE;

    private final MemoryKeeping keeping = new MemoryKeeping();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String url;
    private final String secret;
    private final LDAPConnection person;
    private final Connector connector;

    LdapLaboratory(String url, String secret, LDAPConnection person) {
        this.url = url;
        this.secret = secret;
        this.person = person;
        this.connector = opened();
    }

    private Connector opened() {
        var config = new TargetConfig("people", url, USER, Secret.from(() -> secret), Map.of("base", BASE));
        return new LdapProvider().open(config, new Lent(keeping, reference -> Secret.from(() -> secret)));
    }

    /** What a person does at the directory. */
    interface Deed<T> {
        T by(LDAPConnection person) throws LDAPException;
    }

    final <T> T person(Deed<T> deed) {
        try {
            return deed.by(person);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A real directory stays as it is between tests, so that each test has names of its own. */
    final String dn(String key) {
        return "cn=" + key + "-" + run + "," + BASE;
    }

    @Override
    public final Connector connector() {
        return connector;
    }

    @Override
    public final Connector reopened() {
        return opened();
    }

    @Override
    public final Set<Trait> traits() {
        return Trait.direct();
    }

    @Override
    public final String field() {
        return "description";
    }

    @Override
    public final String otherField() {
        return "title";
    }

    @Override
    public final Call create(String key, Map<String, String> fields) {
        var all = new HashMap<String, Object>(fields);
        all.put("objectClass", "inetOrgPerson");
        all.put("sn", "Person");
        all.put("cn", key + "-" + run);
        return new Call("add_entry", Map.of("dn", dn(key), "fields", all));
    }

    @Override
    public final Call change(String key, String field, String value) {
        return new Call("modify_entry", Map.of("dn", dn(key), "fields", Map.of(field, value)));
    }

    @Override
    public final Call delete(String key) {
        return new Call("delete_entry", Map.of("dn", dn(key)));
    }

    @Override
    public final Call read(String key) {
        return new Call("read_entry", Map.of("dn", dn(key)));
    }

    @Override
    public final Call nonsense() {
        return new Call("modify_entry", Map.of("dn", "cn=x,dc=elsewhere", "fields", Map.of("title", "x")));
    }

    @Override
    public final Optional<Map<String, String>> truth(String key) {
        return person(on -> Optional.ofNullable(on.getEntry(dn(key))))
                .map(entry -> Map.of(
                        field(), String.valueOf(entry.getAttributeValue(field())),
                        otherField(), String.valueOf(entry.getAttributeValue(otherField()))));
    }

    @Override
    public final void put(String key, Map<String, String> fields) {
        var entry = new Entry(dn(key));
        entry.addAttribute("objectClass", "inetOrgPerson");
        entry.addAttribute("sn", "Person");
        entry.addAttribute("cn", key + "-" + run);
        fields.forEach((name, value) -> entry.addAttribute(name, value));
        person(on -> on.add(entry));
    }

    @Override
    public final void edit(String key, String field, String value) {
        person(on -> on.modify(dn(key), new Modification(ModificationType.REPLACE, field, value)));
    }

    @Override
    public final void remove(String key) {
        person(on -> on.delete(dn(key)));
    }

    /** A group with somebody in it. */
    final String group(String key, String member) {
        var entry = new Entry(dn(key));
        entry.addAttribute("objectClass", "groupOfNames");
        entry.addAttribute("cn", key + "-" + run);
        entry.addAttribute("member", member);
        person(on -> on.add(entry));
        return dn(key);
    }

    final Set<String> members(String group) {
        return Set.of(person(on -> on.getEntry(group)).getAttributeValues("member"));
    }

    final boolean accepts(String dn, String password) {
        return person(on -> {
            try (var other = new LDAPConnection(on.getConnectedAddress(), on.getConnectedPort())) {
                return other.bind(dn, password).getResultCode().equals(ResultCode.SUCCESS);
            } catch (LDAPException e) {
                if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public void close() {
        connector.close();
        person.close();
    }
}
