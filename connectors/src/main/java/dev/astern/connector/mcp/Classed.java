package dev.astern.connector.mcp;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.entry.Entry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much is at stake in a call. An entry or the operator says so; without either it is the worst. What a server says of
 * its own tool can only make it worse.
 */
record Classed(String verb, Tier tier, Reversibility reversibility) {
    static Classed unknown(String tool) {
        return new Classed(tool.toLowerCase(Locale.ROOT), Tier.DESTRUCTIVE, Reversibility.IRREVERSIBLE);
    }

    static Classed read() {
        return new Classed("read", Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE);
    }

    static Classed of(Entry entry, String tool) {
        var verbs = entry.classed().verbs();
        return new Classed(
                (verbs.isEmpty() ? tool : verbs.getFirst().name()).toLowerCase(Locale.ROOT),
                entry.classed().tier(),
                entry.classed().reversibility());
    }

    /** Hints and proposals of the protocol and of its extensions. */
    Classed hinted(Definition definition) {
        var hinted = this;
        var hints = definition.annotations();
        if (Boolean.TRUE.equals(hints.get("destructiveHint")) && !Boolean.TRUE.equals(hints.get("readOnlyHint"))) {
            hinted = hinted.atLeast(Tier.DESTRUCTIVE, TRIVIAL);
        }
        if (Boolean.FALSE.equals(hints.get("readOnlyHint"))) {
            hinted = hinted.atLeast(Tier.WRITE, TRIVIAL);
        }
        if (Boolean.TRUE.equals(hints.get("openWorldHint")) && hinted.tier() != Tier.READ) {
            hinted = hinted.atLeast(Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE);
        }
        return hinted.proposed(hints).proposed(definition.meta());
    }

    private static final Reversibility TRIVIAL = Reversibility.TRIVIALLY_REVERSIBLE;

    /** Metadata about recovery, whatever prefix it has: there is no agreed name for it yet. */
    private Classed proposed(Map<String, @Nullable Object> said) {
        var worse = this;
        for (var one : said.entrySet()) {
            var name = one.getKey().substring(one.getKey().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            var value = one.getValue();
            if ((name.startsWith("reversible") && Boolean.FALSE.equals(value))
                    || (name.startsWith("irreversible") && Boolean.TRUE.equals(value))) {
                worse = worse.atLeast(Tier.WRITE, Reversibility.IRREVERSIBLE);
            } else if (name.equals("reversibility")) {
                var proposed = word(value, Reversibility.values());
                if (proposed.isPresent()) {
                    worse = worse.atLeast(proposed.get() == TRIVIAL ? Tier.READ : Tier.WRITE, proposed.get());
                }
            } else if (name.equals("tier")) {
                worse = worse.atLeast(word(value, Tier.values()).orElse(Tier.READ), TRIVIAL);
            } else if (name.equals("recovery")) {
                worse = Rpc.object(value).map(worse::proposed).orElse(worse);
            }
        }
        return worse;
    }

    private static <E extends Enum<E>> Optional<E> word(@Nullable Object value, E[] words) {
        return Arrays.stream(words)
                .filter(word ->
                        word.name().equalsIgnoreCase(String.valueOf(value).replace('-', '_')))
                .findFirst();
    }

    private Classed atLeast(Tier other, Reversibility harder) {
        return new Classed(verb, tier.atLeast(other), reversibility.atLeast(harder));
    }

    /** What an operator's word makes of it. */
    static Classed of(Optional<Entry> entry, Definition definition, Set<String> reads, Set<String> classified) {
        var tool = definition.name();
        if (reads.contains(tool)) {
            return read();
        }
        var said = entry.map(known -> of(known, tool)).orElseGet(() -> unknown(tool));
        return classified.contains(tool) ? said : said.hinted(definition);
    }
}
