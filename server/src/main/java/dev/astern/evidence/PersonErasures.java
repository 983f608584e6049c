package dev.astern.evidence;

import dev.astern.connector.ImageErasure;
import dev.astern.connector.PersonImages;
import dev.astern.connector.ProblemException;
import dev.astern.model.Erasure;
import dev.astern.model.Erasure.AtTarget;
import dev.astern.model.Erasure.State;
import dev.astern.model.Target;
import dev.astern.storage.ErasureStore;
import dev.astern.target.Targets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One person's data at the targets: where there is any, and how it goes. */
final class PersonErasures {
    private final ErasureStore store;
    private final Holds holds;
    private final Targets targets;

    PersonErasures(ErasureStore store, Holds holds, Targets targets) {
        this.store = store;
        this.holds = holds;
        this.targets = targets;
    }

    /**
     * What a target says when it is asked.
     *
     * @param problem code of why it could not be asked, or null
     */
    record Survey(
            String target, PersonImages kept, @Nullable String problem) {}

    /** Asks all targets; those that keep nothing of the person are not in the answer, unless they have something to say. */
    List<Survey> survey(String person) {
        return targets.all().stream()
                .map(Target::name)
                .map(name -> survey(name, person))
                .filter(s -> s.problem() != null
                        || !s.kept().isEmpty()
                        || !s.kept().notes().isEmpty())
                .toList();
    }

    private Survey survey(String target, String person) {
        try {
            return new Survey(target, targets.keptOf(target, person), null);
        } catch (ProblemException e) {
            return new Survey(target, PersonImages.NONE, e.problem().reason().code());
        }
    }

    /** Sessions whose actions, or what undos of them did, have images of the person. */
    Set<String> sessions(Collection<Survey> surveys) {
        var actions = new HashSet<String>();
        surveys.forEach(survey -> actions.addAll(survey.kept().actions()));
        var sessions = new HashSet<String>();
        store.sessionsOf(actions).values().forEach(sessions::addAll);
        return sessions;
    }

    /** Targets at which there is something to do, or may be. */
    static List<AtTarget> todo(List<Survey> surveys, Set<String> pending) {
        var todo = new ArrayList<AtTarget>();
        for (var survey : surveys) {
            if (survey.problem() != null || !survey.kept().isEmpty()) {
                todo.add(AtTarget.pending(survey.target(), survey.problem()));
            }
        }
        for (var target : pending) {
            if (todo.stream().noneMatch(at -> at.target().equals(target))) {
                todo.add(AtTarget.pending(target, null));
            }
        }
        return todo;
    }

    /** Erases at every target of an erasure; what can't be reached stays pending. */
    void erase(Erasure erasure, String person, String pseudonym, Map<String, List<String>> earlier) {
        for (var at : erasure.targets()) {
            var ids = new ArrayList<String>();
            ids.add(erasure.id());
            ids.addAll(earlier.getOrDefault(at.target(), List.of()));
            store.stands(erasure.id(), pseudonym, erased(at.target(), new Asked(ids, person)));
        }
    }

    private AtTarget erased(String target, ImageErasure asked) {
        try {
            var gone = targets.erase(target, asked);
            return new AtTarget(target, State.DONE, gone.images(), gone.rows(), gone.held(), null);
        } catch (ProblemException e) {
            return AtTarget.pending(target, e.problem().reason().code());
        }
    }

    private final class Asked implements ImageErasure {
        private final List<String> ids;
        private final String person;

        private Asked(List<String> ids, String person) {
            this.ids = List.copyOf(ids);
            this.person = person;
        }

        @Override
        public List<String> ids() {
            return ids;
        }

        @Override
        public String person() {
            return person;
        }

        @Override
        public Set<String> held(Set<String> actionIds) {
            return holds.held(store.sessionsOf(actionIds), actionIds);
        }

        @Override
        public void becoming(List<DigestChange> changes) {
            store.becoming(changes);
        }
    }
}
