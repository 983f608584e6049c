package dev.astern.approval;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.gateway.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an action did at its staging target, beside what it would do where it is promoted to.
 *
 * @param said in a sentence
 * @param action that was applied at the staging target
 * @param target the staging target
 * @param counts what it did there, per resource, complete
 * @param same how many of the effects that are shown are alike, before and after
 * @param differences the others, one line each
 * @param complete whether all effects of both were laid side by side
 */
public record ShownPromotion(
        String said,
        String action,
        String target,
        List<ResourceCount> counts,
        long same,
        List<String> differences,
        boolean complete) {
    static ShownPromotion of(Staged staged, Observed observed) {
        var differences = new ArrayList<>(counts(staged.counts(), observed.counts()));
        long same = new Diff(staged.effects(), observed.sample()).into(differences);
        boolean complete = staged.complete() && observed.sample().size() >= observed.total();
        return new ShownPromotion(
                "tried out as " + staged.promotes().action() + " at "
                        + staged.promotes().target() + ": " + same + " changes alike, "
                        + differences.size() + " differences"
                        + (complete ? "" : " among the first hundred"),
                staged.promotes().action(),
                staged.promotes().target(),
                staged.counts(),
                same,
                differences,
                complete);
    }

    private static List<String> counts(List<ResourceCount> there, List<ResourceCount> here) {
        var lines = new ArrayList<String>();
        var resources = new TreeSet<String>();
        there.forEach(count -> resources.add(count.resource()));
        here.forEach(count -> resources.add(count.resource()));
        for (var resource : resources) {
            var was = count(there, resource);
            var is = count(here, resource);
            if (!was.equals(is)) {
                lines.add(resource + ": staging changed " + was + ", here it would be " + is);
            }
        }
        return lines;
    }

    private static String count(List<ResourceCount> counts, String resource) {
        return counts.stream()
                .filter(count -> count.resource().equals(resource))
                .findFirst()
                .map(c -> c.inserted() + " inserted, " + c.updated() + " updated, " + c.deleted() + " deleted")
                .orElse("nothing");
    }

    /** Effects by what they are about; without a key by all they say. */
    private record Diff(List<Effect> there, List<Effect> here) {
        long into(List<String> lines) {
            var staged = new TreeMap<String, Effect>();
            there.forEach(effect -> staged.put(name(staged, effect), effect));
            var would = new TreeMap<String, Effect>();
            here.forEach(effect -> would.put(name(would, effect), effect));
            var names = new TreeSet<>(staged.keySet());
            names.addAll(would.keySet());
            long same = 0;
            for (var name : names) {
                var difference = difference(staged.get(name), would.get(name));
                if (difference.isEmpty()) {
                    same++;
                } else {
                    lines.add(name + ": " + difference);
                }
            }
            return same;
        }

        /** Equal rows without a key are told apart by their number. */
        private static String name(TreeMap<String, Effect> taken, Effect effect) {
            var key = effect.key();
            var name = effect.resource()
                    + " "
                    + (key == null ? text(effect.before()) + " → " + text(effect.after()) : text(key));
            var numbered = name;
            for (int n = 2; taken.containsKey(numbered); n++) {
                numbered = name + " #" + n;
            }
            return numbered;
        }

        private static String difference(@Nullable Effect staged, @Nullable Effect would) {
            if (staged == null) {
                return "only here";
            }
            if (would == null) {
                return "only at staging";
            }
            var parts = new ArrayList<String>();
            part(parts, "before", staged.before(), would.before());
            part(parts, "after", staged.after(), would.after());
            return String.join("; ", parts);
        }

        private static void part(List<String> parts, String when, @Nullable Image staged, @Nullable Image would) {
            if (staged == null && would == null) {
                return;
            }
            if (staged == null || would == null) {
                parts.add(when + ": " + text(staged) + " at staging, " + text(would) + " here");
                return;
            }
            var names = new TreeSet<>(staged.fields().keySet());
            names.addAll(would.fields().keySet());
            for (var name : names) {
                var was = value(staged, name);
                var is = value(would, name);
                if (!was.equals(is)) {
                    parts.add(name + " " + when + ": " + was + " at staging, " + is + " here");
                }
            }
        }

        private static String text(@Nullable Image image) {
            if (image == null) {
                return "no row";
            }
            var fields = new ArrayList<String>();
            new TreeSet<>(image.fields().keySet()).forEach(name -> fields.add(name + "=" + value(image, name)));
            return "[" + String.join(", ", fields) + "]";
        }

        private static String value(Image image, String name) {
            var value = image.fields().get(name);
            return value == null ? "∅" : value;
        }
    }
}
