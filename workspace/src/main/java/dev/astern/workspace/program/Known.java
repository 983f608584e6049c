package dev.astern.workspace.program;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.library.Match;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.model.Filling;
import dev.astern.library.model.RecoveryStep;
import dev.astern.library.model.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command, and what is known of it.
 *
 * @param match the recovery entry that it fits, if any
 * @param reads the command that tells the state which it changes; none where nobody can say, which leaves nothing to put back
 */
record Known(List<String> argv, Optional<Match> match, Optional<List<String>> reads) {
    static final String READS = "reads";

    static Known of(RecoveryLibrary library, List<String> argv) {
        var match = library.find(new Subject.CommandSubject(argv));
        return new Known(argv, match, match.flatMap(Known::reads));
    }

    /** Only where what it prints is enough to fill in what takes the command back. */
    private static Optional<List<String>> reads(Match match) {
        return match.captured().isEmpty() ? Optional.empty() : command(match.preCapture());
    }

    static Optional<List<String>> command(Filling filling) {
        return filling instanceof Filling.Filled(RecoveryStep.CommandLine(var argv, var line))
                ? Optional.of(argv)
                : Optional.empty();
    }

    /** What it changes is named by what tells of it, so that two commands on one thing are known to meet. */
    Optional<Ref> ref() {
        return match.flatMap(found ->
                reads.map(words -> new Ref(found.entry().id(), new Image(Map.of(READS, Argv.write(words))))));
    }

    List<Expected> expected() {
        return ref().map(ref ->
                        List.of(new Expected(ref.resource(), ref.key(), Effect.Kind.UPDATE, new Image(Map.of()))))
                .orElse(List.of());
    }

    Tier tier() {
        return match.map(found -> found.entry().classed().tier()).orElse(Tier.DESTRUCTIVE);
    }

    /** An entry's class counts where its compensating action is really run. */
    Reversibility reversibility() {
        if (match.isEmpty()) {
            return Reversibility.IRREVERSIBLE;
        }
        var classed = match.get().entry().classed();
        if (classed.tier() == Tier.READ || reads.isPresent()) {
            return classed.reversibility();
        }
        var byHand = command(match.get().compensation(Map.of())).isPresent();
        return classed.reversibility()
                .atLeast(byHand ? Reversibility.PARTIALLY_REVERSIBLE : Reversibility.IRREVERSIBLE);
    }

    String verb() {
        return match.flatMap(found -> found.entry().classed().verbs().stream().findFirst())
                .map(verb -> verb.name().toLowerCase(java.util.Locale.ROOT))
                .orElse("run");
    }
}
