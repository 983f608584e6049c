package dev.astern.connector.resource.simulation;

import dev.astern.connector.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cards as they really are, and who wrote what when. Every value that somebody thinks of is new. */
final class World {
    /** Who put a value there, and when. */
    record Cell(String value, String by, int at) {}

    /**
     * @param field null for the removal of all of a card
     * @param value null for the removal of a field
     * @param found the card right before
     * @param looked when whoever wrote had looked at it before it sent this
     */
    record Write(
            int at,
            String by,
            String card,
            @Nullable String field,
            @Nullable String value,
            Map<String, Cell> found,
            int looked) {}

    static final class Card {
        private final Map<String, Cell> cells = new TreeMap<>();
        private long version;
    }

    private final Map<String, Card> cards = new TreeMap<>();
    private final List<Write> log = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private int moment;
    private int values;

    /** A value that nobody has written before. */
    String value(String by) {
        return by + "#" + ++values;
    }

    /** Who thought of a value. */
    static String author(String value) {
        return value.substring(0, value.indexOf('#'));
    }

    static boolean person(String by) {
        return by.startsWith("man_");
    }

    int now() {
        return moment;
    }

    boolean there(String card) {
        return cards.containsKey(card);
    }

    Map<String, Cell> cells(String card) {
        var found = cards.get(card);
        return found == null ? Map.of() : new TreeMap<>(found.cells);
    }

    List<String> cards() {
        return List.copyOf(cards.keySet());
    }

    @Nullable
    Image image(String card) {
        var found = cards.get(card);
        if (found == null) {
            return null;
        }
        var fields = new LinkedHashMap<String, @Nullable String>();
        found.cells.forEach((field, cell) -> fields.put(field, cell.value()));
        return new Image(fields);
    }

    String version(String card) {
        var found = cards.get(card);
        return found == null ? "" : "v" + found.version;
    }

    /** @param value null to remove the field */
    void write(String by, String card, String field, @Nullable String value, int looked) {
        var before = cells(card);
        int at = ++moment;
        var found = cards.computeIfAbsent(card, c -> new Card());
        found.version = at;
        if (value == null) {
            found.cells.remove(field);
        } else {
            found.cells.put(field, new Cell(value, by, at));
        }
        log(new Write(at, by, card, field, value, before, looked));
    }

    void remove(String by, String card, int looked) {
        var before = cells(card);
        cards.remove(card);
        log(new Write(++moment, by, card, null, null, before, looked));
    }

    private void log(Write write) {
        log.add(write);
        tell(write.by() + " writes at " + write.at() + ": " + write.card() + "." + write.field() + " = "
                + write.value());
    }

    /** For whoever wants to know how it came to what did not hold. */
    void tell(String what) {
        story.add(what);
    }

    List<String> story() {
        return List.copyOf(story);
    }

    List<Write> log() {
        return List.copyOf(log);
    }

    /** What one did, in order. */
    List<Write> by(String who) {
        return log.stream().filter(write -> write.by().equals(who)).toList();
    }
}
