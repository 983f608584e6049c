package dev.astern.connector.resource.simulation;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import dev.astern.connector.testkit.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Cards as one process sees them, which does one thing at a time. */
final class SimSystem implements ResourceSystem {
    private static final String CARDS = "cards";

    private final Scheduler scheduler;
    private final World world;
    private final Auditor auditor;
    private final Wire wire;
    private Weather weather;
    private String op = "none";

    SimSystem(Scheduler scheduler, World world, Auditor auditor, Wire wire, Weather weather) {
        this.scheduler = scheduler;
        this.world = world;
        this.auditor = auditor;
        this.wire = wire;
        this.weather = weather;
    }

    /** In whose name it acts from now on. */
    void acts(String id) {
        op = id;
    }

    void weather(Weather now) {
        weather = now;
    }

    static Ref ref(String card) {
        return Ref.of(CARDS, "id", card);
    }

    static String card(@Nullable Image key) {
        return Objects.requireNonNull(Objects.requireNonNull(key).get("id"));
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    /** One tool for each kind of call, with the names of cards; the system thinks of the values. */
    @Override
    public Understood understand(Call call) {
        var expected = new ArrayList<Expected>();
        var parts = new ArrayList<Wire.Part>();
        for (var entry : new TreeMap<>(call.arguments()).entrySet()) {
            var fields = fields(entry.getValue());
            var ref = ref(entry.getKey());
            switch (call.tool()) {
                case "create" -> expected.add(Expected.insert(CARDS, ref.key(), image(fields)));
                case "new" -> expected.add(Expected.insert(CARDS, null, image(fields)));
                case "change" -> expected.add(Expected.update(ref, image(fields)));
                case "stir" -> expected.add(Expected.touch(ref));
                case "delete" -> expected.add(Expected.delete(ref));
                default -> throw new IllegalArgumentException(call.tool());
            }
            parts.add(new Wire.Part(Wire.Kind.valueOf(call.tool().toUpperCase(Locale.ROOT)), ref, fields, 0));
        }
        var words = new Understood.Words(
                call.tool(),
                call.tool().equals("delete") ? Tier.DESTRUCTIVE : Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                List.of(CARDS),
                call.tool(),
                call.toString(),
                new Form.Other());
        return new Understood.Doable(words, expected, List.copyOf(parts));
    }

    private static Map<String, @Nullable String> fields(@Nullable Object given) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        }
        return fields;
    }

    private static Image image(Map<String, @Nullable String> fields) {
        return new Image(new LinkedHashMap<>(fields));
    }

    @Override
    public Output answer(Object request, Within within) {
        return Output.empty();
    }

    @Override
    public Seen read(Ref ref, Within within) {
        scheduler.pause();
        if (Thread.interrupted() || (scheduler.chance(weather.unreadable()) && !auditor.refusedFalsely(op))) {
            return new Seen.Unreadable(Problem.of(Reason.TARGET_UNREACHABLE, "simulated"));
        }
        var card = card(ref.key());
        auditor.looked(op, card, world.now());
        var image = world.image(card);
        return image == null ? new Seen.Absent() : new Seen.Present(image, version(ref));
    }

    private @Nullable String version(Ref ref) {
        return weather.conditional() ? world.version(card(ref.key())) : null;
    }

    @Override
    public Sent send(Object request, Sending how) {
        auditor.sends(op, true);
        var parts = new ArrayList<Wire.Part>();
        for (var one : (List<?>) request) {
            var part = (Wire.Part) one;
            parts.add(part(part.kind(), part.ref(), part.fields()));
        }
        return wire.carry(op, parts, how.versions(), weather);
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        auditor.sends(op, false);
        var ref = restoration.ref();
        var sent = switch (restoration) {
            case Restoration.Put put -> carry(part(Wire.Kind.CHANGE, ref, moved(put)), versions(ref, put.version()));
            case Restoration.Make make ->
                carry(part(Wire.Kind.CREATE, ref, make.wanted().fields()), Map.of());
            case Restoration.Remove remove ->
                carry(part(Wire.Kind.DELETE, ref, Map.of()), versions(ref, remove.version()));
        };
        if (sent instanceof Sent.Done || sent instanceof Sent.Doubtful) {
            auditor.began(op);
        }
        auditor.rightRunsOut(op);
        return sent;
    }

    private Sent carry(Wire.Part part, Map<Ref, String> versions) {
        return wire.carry(op, List.of(part), versions, weather);
    }

    private Wire.Part part(Wire.Kind kind, Ref ref, Map<String, @Nullable String> fields) {
        var card = card(ref.key());
        if (kind == Wire.Kind.DELETE || kind == Wire.Kind.STIR) {
            auditor.blurs(op, card, kind);
        }
        return new Wire.Part(kind, ref, fields, auditor.lookedAt(op, card));
    }

    /** A system with versions takes the whole, another only the fields that are put back. */
    private Map<String, @Nullable String> moved(Restoration.Put put) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        boolean whole = weather.conditional() || !weather.byField();
        var names = new TreeSet<>(put.wanted().fields().keySet());
        names.addAll(put.now().fields().keySet());
        for (var name : names) {
            var value = put.wanted().get(name);
            boolean moves = whole && !Objects.equals(value, put.now().get(name));
            if (moves || put.fields().contains(name)) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private static Map<Ref, String> versions(Ref ref, @Nullable String version) {
        return version == null ? Map.of() : Map.of(ref, version);
    }

    @Override
    public boolean byField(String resource) {
        return weather.byField();
    }

    @Override
    public boolean conditional(String resource) {
        return weather.conditional();
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
