package dev.astern.connector.resource;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.testkit.Laboratory.Fault;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cards with fields, in memory, with versions if asked for, and with everything that a remote system gets wrong. */
final class MemorySystem implements ResourceSystem {
    private final Map<String, Seen.Present> cards = new TreeMap<>();
    private final boolean conditional;
    private final boolean byField;
    private final boolean sameIdentity;
    private final Set<String> hidden = new HashSet<>();
    private long versions;
    private @Nullable Fault next;
    private Runnable beforeRestoring = () -> {};

    /**
     * @param conditional whether a write may be bound to a version
     * @param sameIdentity whether a card can come back under its key
     */
    MemorySystem(boolean conditional, boolean byField, boolean sameIdentity) {
        this.conditional = conditional;
        this.byField = byField;
        this.sameIdentity = sameIdentity;
    }

    /** What a call asks for; {@code fields} is null for a deletion. */
    private record Write(Ref ref, @Nullable Map<String, String> fields) {}

    synchronized void next(Fault fault) {
        next = fault;
    }

    synchronized void beforeRestoring(Runnable what) {
        beforeRestoring = what;
    }

    synchronized Map<String, String> card(String id) {
        var card = cards.get(id);
        var fields = new LinkedHashMap<String, String>();
        if (card != null) {
            card.image().fields().forEach((name, value) -> fields.put(name, String.valueOf(value)));
        }
        return fields;
    }

    synchronized void set(String id, Map<String, String> fields) {
        var card = new LinkedHashMap<>(card(id));
        card.putAll(fields);
        cards.put(id, new Seen.Present(new Image(card), conditional ? "v" + ++versions : null));
    }

    synchronized void hide(String id) {
        hidden.add(id);
    }

    synchronized void remove(String id) {
        cards.remove(id);
    }

    @Override
    public List<Tool> tools() {
        return List.of(new Tool("card", "Card", "Writes or reads a card", "{\"type\":\"object\"}", false));
    }

    @Override
    public Understood understand(Call call) {
        if (!call.tool().equals("card") || !(call.arguments().get("id") instanceof String id)) {
            return new Understood.Refused(Problem.of(Reason.BAD_REQUEST, "there is only card, with an id"));
        }
        var ref = Ref.of("cards", "id", id);
        var verb = String.valueOf(call.arguments().getOrDefault("verb", "read"));
        var fields = fields(call);
        return switch (verb) {
            case "read" -> understood("read", Tier.READ, List.of(), ref);
            case "create" ->
                understood(
                        "create",
                        Tier.WRITE,
                        List.of(Expected.insert("cards", ref.key(), new Image(fields))),
                        new Write(ref, fields));
            case "update" ->
                understood(
                        "update", Tier.WRITE, List.of(Expected.update(ref, new Image(fields))), new Write(ref, fields));
            case "hidden" -> understood("hidden", Tier.WRITE, List.of(), new Write(ref, fields));
            case "delete" ->
                understood("delete", Tier.DESTRUCTIVE, List.of(Expected.delete(ref)), new Write(ref, null));
            default -> new Understood.Refused(Problem.of(Reason.BAD_REQUEST, "no such verb"));
        };
    }

    private static Map<String, String> fields(Call call) {
        var fields = new LinkedHashMap<String, String>();
        if (call.arguments().get("fields") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        }
        return fields;
    }

    private static Understood understood(String verb, Tier tier, List<Expected> expected, Object request) {
        return new Understood.Doable(
                new Understood.Words(
                        verb,
                        tier,
                        Reversibility.REVERSIBLE_WITH_STATE,
                        List.of("cards"),
                        verb + " a card",
                        verb + " " + request,
                        new Form.Other()),
                expected,
                request);
    }

    @Override
    public Output answer(Object request, Within within) {
        var found = card(String.valueOf(((Ref) request).key().get("id")));
        return output(found.toString());
    }

    private static Output output(String text) {
        var result =
                new Output.Result("card", 1, List.of(new Output.Column("card", "text")), List.of(List.of(text)), false);
        return new Output(0, List.of(result));
    }

    @Override
    public synchronized Seen read(Ref ref, Within within) {
        var id = String.valueOf(ref.key().get("id"));
        if (hidden.contains(id)) {
            return new Seen.Unreadable(Problem.of(Reason.TARGET_UNREACHABLE, "nobody may see " + id));
        }
        var card = cards.get(id);
        return card == null ? new Seen.Absent() : card;
    }

    @Override
    public synchronized Sent send(Object request, Sending how) {
        var write = (Write) request;
        return written(write.ref(), how.versions().get(write.ref()), () -> {
            var id = String.valueOf(write.ref().key().get("id"));
            if (write.fields() == null) {
                remove(id);
            } else {
                set(id, write.fields());
            }
        });
    }

    private Sent written(Ref ref, @Nullable String version, Runnable write) {
        var fault = next;
        next = null;
        if (fault == Fault.REFUSE) {
            return new Sent.Refused(Problem.of(Reason.TARGET_REFUSED, "not like this"));
        }
        if (fault == Fault.LIE) {
            return new Sent.Done(Output.empty());
        }
        if (fault == Fault.FAIL || fault == Fault.HANG) {
            return new Sent.Doubtful(Problem.of(Reason.TARGET_UNREACHABLE, "went wrong"), fault == Fault.FAIL);
        }
        var now = cards.get(String.valueOf(ref.key().get("id")));
        if (conditional && version != null && (now == null || !version.equals(now.version()))) {
            return new Sent.Refused(Problem.of(Reason.CONFLICTING_STATE, "it has another version"));
        }
        write.run();
        return fault == null
                ? new Sent.Done(output("done"))
                : new Sent.Doubtful(Problem.of(Reason.TARGET_UNREACHABLE, "went wrong"), fault == Fault.FAIL_AFTER);
    }

    @Override
    public synchronized Sent restore(Restoration restoration, Within within) {
        beforeRestoring.run();
        var id = String.valueOf(restoration.ref().key().get("id"));
        return switch (restoration) {
            case Restoration.Put put ->
                written(put.ref(), put.version(), () -> cards.put(id, new Seen.Present(put.wanted(), version())));
            case Restoration.Remove remove -> written(remove.ref(), remove.version(), () -> cards.remove(id));
            case Restoration.Make make -> made(make, sameIdentity ? id : id + "-again");
        };
    }

    private Sent made(Restoration.Make make, String id) {
        var sent = written(make.ref(), null, () -> cards.put(id, new Seen.Present(make.wanted(), version())));
        return sent instanceof Sent.Done done
                ? new Sent.Done(done.output(), List.of(Ref.of("cards", "id", id)), Map.of(), Map.of())
                : sent;
    }

    private @Nullable String version() {
        return conditional ? "v" + ++versions : null;
    }

    @Override
    public boolean byField(String resource) {
        return byField;
    }

    @Override
    public boolean conditional(String resource) {
        return conditional;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
