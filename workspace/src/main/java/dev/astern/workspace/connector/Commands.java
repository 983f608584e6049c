package dev.astern.workspace.connector;

import dev.astern.connector.Form;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.Match;
import dev.astern.library.NamedPlace;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.fill.ShellQuote;
import dev.astern.library.model.Subject;
import dev.astern.workspace.Sight;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.connector.WorkspaceOperation.What;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.named.Place;
import dev.astern.workspace.named.PlaceWords;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says how much is at stake in a command.
 *
 * @param roots paths of the workspace
 * @param sealed whether a command can change nothing but the workspace
 * @param seen whether all that a command does to files is seen
 */
record Commands(RecoveryLibrary library, List<String> roots, boolean sealed, boolean seen) {
    private static final int SHOWN = 200;
    private static final String UNSEEN =
            "what the command did over the network or to other programs is not known here; only files of the workspace are";

    Commands {
        roots = List.copyOf(roots);
    }

    /** How much is at stake, and what of it is seen. */
    private record Stake(Tier tier, Reversibility reversibility, List<String> resources, Sight sight) {}

    WorkspaceOperation operation(Command command, @Nullable Duration timeout) {
        var match = library.find(new Subject.CommandSubject(command.argv()));
        var stake = stake(command, match);
        var verb = match.map(found -> found.entry().classed().verbs())
                .filter(verbs -> !verbs.isEmpty())
                .map(verbs -> verbs.getFirst().name().toLowerCase(Locale.ROOT))
                .orElse("run");
        var line = ShellQuote.line(command.argv());
        return new WorkspaceOperation(
                new What.Run(command, stake.sight(), timeout),
                verb,
                stake.tier(),
                stake.reversibility(),
                stake.resources(),
                line.length() <= SHOWN ? "runs " + line : "runs " + line.substring(0, SHOWN) + "…",
                line,
                sealed && seen ? new Form.Other() : new Form.Command(command.argv()),
                sealed ? List.of() : List.of(UNSEEN));
    }

    private Stake stake(Command command, Optional<Match> match) {
        return seen ? whole(match) : named(command, match).orElseGet(Commands::unknown);
    }

    /**
     * Where all that it can change is seen and kept, whatever it overwrites comes back, and what it is called makes that no
     * harder. Elsewhere only files come back here: what an entry would run to take the rest back is run at targets of the
     * kind {@code command}.
     */
    private Stake whole(Optional<Match> match) {
        var entry = match.map(found -> found.entry().classed());
        var tier =
                Tier.WRITE.atLeast(entry.map(classed -> classed.tier()).orElse(sealed ? Tier.WRITE : Tier.DESTRUCTIVE));
        var reversibility = sealed
                ? Reversibility.REVERSIBLE_WITH_STATE
                : Reversibility.PARTIALLY_REVERSIBLE.atLeast(
                        entry.map(classed -> classed.reversibility()).orElse(Reversibility.PARTIALLY_REVERSIBLE));
        return new Stake(tier, reversibility, List.of(Change.FILES), new Sight.Whole());
    }

    /** That it changes nothing but the places that it names is its entry's word alone: nobody looks elsewhere. */
    private Optional<Stake> named(Command command, Optional<Match> match) {
        var writes = match.map(Match::writes).orElse(List.of());
        if (match.isEmpty() || writes.isEmpty()) {
            return Optional.empty();
        }
        var classed = match.get().entry().classed();
        var places = places(command, writes);
        return Optional.of(new Stake(
                Tier.WRITE.atLeast(classed.tier()),
                Reversibility.PARTIALLY_REVERSIBLE.atLeast(classed.reversibility()),
                places.stream()
                        .map(place -> Resolver.resource(place.path()))
                        .distinct()
                        .toList(),
                new Sight.Named(places)));
    }

    private List<Place> places(Command command, List<NamedPlace> writes) {
        var words = new PlaceWords(roots, command.folder());
        return writes.stream().map(words::place).toList();
    }

    private static Stake unknown() {
        return new Stake(Tier.DESTRUCTIVE, Reversibility.IRREVERSIBLE, List.of(Change.FILES), new Sight.Nothing());
    }
}
