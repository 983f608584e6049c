package dev.astern.library;

import dev.astern.library.entry.Entry;
import dev.astern.library.entry.RollbackFacts;
import dev.astern.library.entry.RollbackSafe;
import dev.astern.library.entry.Safety;
import dev.astern.library.entry.Verification;
import dev.astern.library.entry.Written;
import dev.astern.library.fill.Sources;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Captures;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An entry, and what its pattern took from a subject. First {@link #preCapture()} is run and its output kept, then the
 * action, and then, if need be, {@link #compensation}.
 */
public record Match(Entry entry, Captures captures) {
    /** What to run before the action, to know what was there. */
    public Filling preCapture() {
        return fill(entry.recovery().preCapture(), sources(Optional.empty(), Optional.empty()));
    }

    /**
     * What takes the action back, as far as that is known before it runs.
     *
     * @param preCaptureOutput what the pre-capture printed or answered
     */
    public Filling compensation(String preCaptureOutput) {
        return fill(entry.recovery().compensation(), sources(Optional.of(preCaptureOutput), Optional.empty()));
    }

    /** What takes the action back, once the action has answered. */
    public Filling compensation(String preCaptureOutput, String output) {
        return fill(entry.recovery().compensation(), sources(Optional.of(preCaptureOutput), Optional.of(output)));
    }

    /** The placeholders whose values the pre-capture gives, and the compensating action or its condition needs. */
    public List<String> captured() {
        var recovery = entry.recovery();
        var needed = new TreeSet<>(recovery.compensation().holes());
        needed.addAll(recovery.rollbackSafe().placeholders());
        return needed.stream()
                .filter(name -> placeholder(name).from() == Placeholder.From.PRE_CAPTURE)
                .toList();
    }

    /** What the pre-capture says of {@link #captured()}; nothing where one is missing or can't be used. */
    public Optional<Map<String, String>> captured(String preCaptureOutput) {
        var sources = sources(Optional.of(preCaptureOutput), Optional.empty());
        var values = new TreeMap<String, String>();
        for (var name : captured()) {
            var value = sources.text(placeholder(name));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(name, value.get());
        }
        return Optional.of(values);
    }

    /** What takes the action back, with what was captured before. */
    public Filling compensation(Map<String, String> captured) {
        return fill(entry.recovery().compensation(), sources(captured));
    }

    /** All places in files that the action may change; empty where its arguments don't name them. */
    public List<NamedPlace> writes() {
        return entry.recovery().writes().stream().flatMap(this::places).toList();
    }

    private Stream<NamedPlace> places(Written written) {
        var into = written.into().map(this::word);
        return (written.isRest() ? captures.rest().stream() : Stream.of(word(written.placeholder())))
                .map(path -> new NamedPlace(path, written.follows(), written.beneath(), into));
    }

    private String word(String placeholder) {
        return String.valueOf(captures.values().get(placeholder));
    }

    /** Whether taking it back is safe now, with what was captured before. */
    public Safety rollbackSafety(RollbackFacts facts, Map<String, String> captured) {
        return rollbackSafety(facts, sources(captured));
    }

    private Sources sources(Map<String, String> captured) {
        return new Sources(captures, Optional.empty(), Optional.empty(), captured);
    }

    /** What to run to see whether the compensating action worked; none where the entry has no such check. */
    public Filling verification(String preCaptureOutput, String output) {
        return entry.recovery()
                .verify()
                .map(verify -> fill(verify.run(), sources(Optional.of(preCaptureOutput), Optional.of(output))))
                .orElseGet(Filling.None::new);
    }

    /**
     * Whether the verification's answer shows that the compensating action worked.
     *
     * @param status its exit code, or the HTTP status
     * @param answer what it printed or answered
     */
    public boolean verified(String preCaptureOutput, String output, int status, String answer) {
        var sources = sources(Optional.of(preCaptureOutput), Optional.of(output));
        return entry.recovery().verify().stream()
                .anyMatch(verify -> verify.status() == status && holds(verify, sources, answer));
    }

    private boolean holds(Verification verify, Sources sources, String answer) {
        if (verify.equals().isEmpty()) {
            return true;
        }
        var expected = verify.equals().get();
        var found = verify.path().isPresent()
                ? Json.read(answer)
                        .flatMap(json -> verify.path().get().find(json))
                        .filter(value -> !(value instanceof Map<?, ?> || value instanceof List<?>))
                        .map(ValueType::text)
                : Optional.of(answer.endsWith("\n") ? answer.substring(0, answer.length() - 1) : answer);
        boolean known = expected.holes().stream()
                .allMatch(name -> sources.text(placeholder(name)).isPresent());
        return known
                && found.equals(Optional.of(
                        expected.fill(name -> sources.text(placeholder(name)).orElse(""))));
    }

    /** Whether taking it back is safe now, as far as that can be known. */
    public Safety rollbackSafety(RollbackFacts facts, String preCaptureOutput, String output) {
        return rollbackSafety(facts, sources(Optional.of(preCaptureOutput), Optional.of(output)));
    }

    private Safety rollbackSafety(RollbackFacts facts, Sources sources) {
        var safe = entry.recovery().rollbackSafe();
        if (safe.mode() == RollbackSafe.Mode.ALWAYS) {
            return new Safety.Safe();
        }
        if (safe.mode() == RollbackSafe.Mode.NEVER) {
            return new Safety.Unsafe("the entry says that taking it back is never safe");
        }
        return safe.check()
                .map(check -> check.holds(facts, name -> sources.text(placeholder(name))))
                .orElseGet(() -> new Safety.Unknown("a person's word that: " + safe.words()));
    }

    private Placeholder placeholder(String name) {
        return entry.recovery().placeholders().getOrDefault(name, Placeholder.capture(name));
    }

    private Sources sources(Optional<String> preCapture, Optional<String> output) {
        return new Sources(captures, preCapture, output);
    }

    private Filling fill(Template template, Sources sources) {
        return sources.fill(template, entry.recovery().placeholders());
    }
}
