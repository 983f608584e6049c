package dev.astern.connector.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import dev.astern.connector.Call;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Tool;
import dev.astern.connector.ldap.LdapAsk.Membership;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A directory: its entries, and who is in which group. */
final class LdapSystem implements ResourceSystem {
    private static final Duration DETAIL = Duration.ofSeconds(10);

    private final LdapAsking asking;
    private final Directory directory;
    private final Entries entries;
    private final Writes writes;
    private final Names names;
    private volatile boolean stamped;

    LdapSystem(Names names, Directory directory, Clock clock) {
        this.names = names;
        this.asking = new LdapAsking(names);
        this.directory = directory;
        this.entries = new Entries(names);
        this.writes = new Writes(directory, entries, clock);
    }

    @Override
    public List<Tool> tools() {
        return LdapTools.all();
    }

    @Override
    public Understood understand(Call call) {
        return asking.understand(call);
    }

    @Override
    public Output answer(Object request, Within within) {
        try {
            return switch ((LdapAsk) request) {
                case LdapAsk.Read(var dn) -> shown(directory.ask(within, on -> entries.read(on, dn)));
                case LdapAsk.Search search -> directory.ask(within, on -> entries.search(on, search));
                default -> throw new IllegalArgumentException("not a read: bug");
            };
        } catch (Directory.Unconnected e) {
            throw e.problem().toException();
        } catch (LDAPException e) {
            throw Writes.refusal(e).toException();
        }
    }

    private Output shown(Seen seen) {
        return switch (seen) {
            case Seen.Present present -> entries.one(present);
            case Seen.Absent absent ->
                throw Problem.of(Reason.NOT_FOUND, "the entry is not there").toException();
            case Seen.Unreadable(var problem) -> throw problem.toException();
        };
    }

    @Override
    public Seen read(Ref ref, Within within) {
        try {
            return directory.ask(within, on -> {
                if (ref.resource().equals(Names.MEMBERSHIPS)) {
                    return entries.read(on, Membership.of(ref));
                }
                var seen = entries.read(on, dn(ref));
                if (seen instanceof Seen.Present(var image, var version)
                        && Entries.stamp(version).isPresent()
                        && directory.abilities(on).assertions()) {
                    stamped = true;
                }
                return seen;
            });
        } catch (Directory.Unconnected e) {
            return new Seen.Unreadable(e.problem());
        } catch (LDAPException e) {
            return new Seen.Unreadable(Problem.of(
                    Reason.TARGET_UNREACHABLE,
                    "the directory can't be read: " + e.getResultCode().getName()));
        }
    }

    private static DN dn(Ref ref) {
        return Names.dn(Objects.requireNonNull(ref.key().get(Entries.DN_FIELD), "no dn: bug"));
    }

    @Override
    public Sent send(Object request, Sending how) {
        var within = how.within();
        return switch ((LdapAsk) request) {
            // What was there when somebody looked, and was deleted since, is not made again in its place.
            case LdapAsk.Add add
            when how.versions().containsKey(LdapAsking.ref(add.dn())) ->
                new Sent.Refused(Problem.of(Reason.ALREADY_EXISTS, "there is an entry " + add.dn()));
            case LdapAsk.Add add -> writes.add(add, within);
            case LdapAsk.Modify(var dn, var fields) -> {
                var ref = LdapAsking.ref(dn);
                yield writes.modify(ref, dn, fields, how.versions().get(ref), within);
            }
            case LdapAsk.Delete(var dn) -> writes.delete(dn, how.versions().get(LdapAsking.ref(dn)), within);
            case LdapAsk.Grant(var membership) -> writes.member(membership, true, within);
            case LdapAsk.Revoke(var membership) -> writes.member(membership, false, within);
            case LdapAsk.Read read -> throw new IllegalArgumentException("a read is not sent: bug");
            case LdapAsk.Search search -> throw new IllegalArgumentException("a search is not sent: bug");
        };
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        var ref = restoration.ref();
        if (ref.resource().equals(Names.MEMBERSHIPS)) {
            return membership(restoration, Membership.of(ref), within);
        }
        return switch (restoration) {
            case Restoration.Put put -> writes.put(ref, dn(ref), put.wanted(), put.fields(), put.version(), within);
            case Restoration.Make(var same, var secrets, var wanted) -> writes.make(wanted, secrets, within);
            case Restoration.Remove remove -> writes.delete(dn(ref), remove.version(), within);
        };
    }

    private Sent membership(Restoration restoration, Membership membership, Within within) {
        return switch (restoration) {
            case Restoration.Make(var ref, var detail, var wanted) -> {
                var written = new Membership(membership.group(), membership.attribute(), Membership.written(wanted));
                yield writes.member(written, true, within);
            }
            case Restoration.Remove remove -> writes.member(membership, false, within);
            // A membership is there or not; how the directory writes it is its own affair.
            case Restoration.Put put ->
                new Sent.Refused(Problem.of(Reason.NOT_UNDOABLE, "a membership has nothing to be changed"));
        };
    }

    /** The secrets of an entry that is about to be deleted, which no image holds. */
    @Override
    public String detail(Object request, Ref ref) {
        if (!(request instanceof LdapAsk.Delete(var dn))) {
            return "";
        }
        try {
            return directory.ask(Within.of(DETAIL), on -> entries.secrets(on, dn));
        } catch (Directory.Unconnected | LDAPException e) {
            // It can be deleted all the same; put back, it lacks what its image says it had, and the undo says so.
            return "";
        }
    }

    @Override
    public boolean conditional(String resource) {
        return resource.equals(Names.MEMBERSHIPS) || stamped;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        try {
            var seen = directory.ask(within, on -> entries.read(on, names.base()));
            return switch (seen) {
                case Seen.Present present -> Optional.empty();
                case Seen.Absent absent ->
                    Optional.of(Problem.of(Reason.TARGET_NOT_READY, "the base is not there, or can't be seen"));
                case Seen.Unreadable(var problem) -> Optional.of(problem);
            };
        } catch (Directory.Unconnected e) {
            return Optional.of(e.problem());
        } catch (LDAPException e) {
            return Optional.of(Writes.refusal(e));
        }
    }

    @Override
    public void close() {
        // Each connection was closed when it had been used.
    }
}
