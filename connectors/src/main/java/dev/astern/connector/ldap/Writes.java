package dev.astern.connector.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.AssertionRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadResponseControl;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.common.Outputs;
import dev.astern.connector.common.Texts;
import dev.astern.connector.ldap.LdapAsk.Membership;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Within;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes one entry or one membership. Where the directory stamps its entries and knows the assertion control (RFC 4528), a
 * write is bound to the stamp; everywhere, old values are deleted by value, which fails where somebody else was there first.
 */
final class Writes {
    private static final List<String> EVIDENCE = List.of("change", "what", "at_system", "at");

    private final Directory directory;
    private final Entries entries;
    private final Clock clock;

    Writes(Directory directory, Entries entries, Clock clock) {
        this.directory = directory;
        this.entries = entries;
        this.clock = clock;
    }

    /** One write over an open connection, up to its answer. */
    private interface Write {
        Sent on(LDAPConnection connection) throws LDAPException;
    }

    private Sent sent(Within within, Write write) {
        try {
            return directory.ask(within, write::on);
        } catch (Directory.Unconnected e) {
            return new Sent.Undelivered(e.problem());
        } catch (LDAPException e) {
            return failed(e);
        }
    }

    private static Sent failed(LDAPException e) {
        var code = e.getResultCode();
        if (code.isClientSideResultCode()) {
            return new Sent.Doubtful(
                    Problem.of(Reason.UNCONFIRMED, "the directory's answer was lost: " + code.getName()), false);
        }
        var problem = refusal(e);
        return code.equals(ResultCode.OTHER) || code.equals(ResultCode.OPERATIONS_ERROR)
                ? new Sent.Doubtful(problem, true)
                : new Sent.Refused(problem);
    }

    static Problem refusal(LDAPException e) {
        var code = e.getResultCode();
        var message = e.getDiagnosticMessage() == null ? "" : ": " + Texts.shown(e.getDiagnosticMessage());
        return Problem.of(Reason.TARGET_REFUSED, "the directory says " + code.getName() + message)
                .with("ldap", Integer.toString(code.intValue()));
    }

    private static Sent.Refused moved() {
        return new Sent.Refused(
                Problem.of(Reason.SERIALIZATION_CONFLICT, "somebody else changed the entry in this moment"));
    }

    private Output did(String change, Object what) {
        return Outputs.did(
                change,
                EVIDENCE,
                change,
                what.toString(),
                directory.place().shown(),
                clock.instant().toString());
    }

    Sent add(LdapAsk.Add ask, Within within) {
        return sent(within, connection -> {
            var other = directory.otherName(connection, ask.fields().keySet());
            if (other != null) {
                return renamed(other);
            }
            var image = new Image(ask.fields());
            connection.add(new AddRequest(ask.dn(), Entries.attributes(image, "")));
            return new Sent.Done(did("add", ask.dn()));
        });
    }

    private static Sent.Refused renamed(String other) {
        return new Sent.Refused(Problem.of(Reason.BAD_REQUEST, other));
    }

    /** What was deleted comes back under its own name, with its secrets. */
    Sent make(Image wanted, String secrets, Within within) {
        var dn = Names.dn(LdapAsking.text(wanted, Entries.DN_FIELD).orElseThrow());
        return sent(within, connection -> {
            connection.add(new AddRequest(dn, Entries.attributes(wanted, secrets)));
            return new Sent.Done(did("add", dn));
        });
    }

    Sent delete(DN dn, @Nullable String version, Within within) {
        return sent(within, connection -> {
            var request = new DeleteRequest(dn);
            var bound = bound(connection, version);
            if (bound.isPresent()) {
                request.addControl(bound.get());
            } else if (version != null && !version.equals(version(entries.read(connection, dn)))) {
                return moved();
            }
            connection.delete(request);
            return new Sent.Done(did("delete", dn));
        });
    }

    private static @Nullable String version(Seen seen) {
        return seen instanceof Seen.Present(var image, var version) ? version : null;
    }

    private Optional<Control> bound(LDAPConnection connection, @Nullable String version) throws LDAPException {
        Optional<Filter> stamp = Entries.stamp(version);
        return stamp.isPresent() && directory.abilities(connection).assertions()
                ? Optional.of(new AssertionRequestControl(stamp.get(), true))
                : Optional.empty();
    }

    Sent modify(Ref ref, DN dn, Map<String, @Nullable String> fields, @Nullable String version, Within within) {
        return sent(within, connection -> {
            var other = directory.otherName(connection, fields.keySet());
            if (other != null) {
                return renamed(other);
            }
            if (!(entries.read(connection, dn) instanceof Seen.Present now)) {
                return new Sent.Refused(Problem.of(Reason.TARGET_GONE, "the entry is not there"));
            }
            if (version != null && !version.equals(now.version())) {
                return moved();
            }
            return modify(connection, ref, dn, fields, now);
        });
    }

    private Sent modify(
            LDAPConnection connection, Ref ref, DN dn, Map<String, @Nullable String> fields, Seen.Present now)
            throws LDAPException {
        var bound = bound(connection, now.version());
        var modifications = modifications(fields, now.image(), bound.isPresent());
        if (modifications.isEmpty()) {
            return Outputs.done(did("modify", dn), ref, now.image(), now.version());
        }
        var request = new ModifyRequest(dn, modifications);
        bound.ifPresent(request::addControl);
        if (directory.abilities(connection).postRead()) {
            request.addControl(new PostReadRequestControl(false, Entries.ALL));
        }
        var left = left(connection.modify(request));
        return left.map(after -> Outputs.done(did("modify", dn), ref, after.image(), after.version()))
                .orElseGet(() -> Outputs.done(did("modify", dn), ref, Entries.with(now.image(), fields), null));
    }

    /** Bound to the entry's stamp, values may be replaced whole, which also works for those that can't be compared. */
    private static List<Modification> modifications(Map<String, @Nullable String> fields, Image now, boolean isBound) {
        var modifications = new ArrayList<Modification>();
        fields.forEach((name, wanted) -> {
            var difference = LdapAsking.difference(name, now.get(name), wanted);
            if (isBound && !difference.isEmpty()) {
                var values = Values.of(wanted).toArray(byte[][]::new);
                modifications.add(new Modification(ModificationType.REPLACE, name, values));
            } else {
                modifications.addAll(difference);
            }
        });
        return modifications;
    }

    private Optional<Seen.Present> left(LDAPResult result) throws LDAPException {
        var control = PostReadResponseControl.get(result);
        return control == null ? Optional.empty() : Optional.of(entries.present(control.getEntry()));
    }

    Sent put(Ref ref, DN dn, Image wanted, Iterable<String> names, @Nullable String version, Within within) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        names.forEach(name -> fields.put(name, wanted.get(name)));
        return modify(ref, dn, fields, version, within);
    }

    /** Somebody who is a member already, or is none, is an error of the directory, and so a check and a write in one. */
    Sent member(Membership membership, boolean isGrant, Within within) {
        return sent(within, connection -> {
            var type = isGrant ? ModificationType.ADD : ModificationType.DELETE;
            connection.modify(
                    membership.group().toString(), new Modification(type, membership.attribute(), membership.member()));
            var change = isGrant ? "grant" : "revoke";
            return new Sent.Done(did(change, membership.member() + " in " + membership.group()));
        });
    }
}
