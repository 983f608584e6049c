package dev.astern.bench.workload;

import dev.astern.connector.UndoReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One session, replayed and undone once. Used once. */
final class KeyedPass {
    private final Gate gate;
    private final KeyedTables tables;
    private final Replay replay;
    private final Recorded session;
    private final int number;
    private final Ledger ledger;
    private final Colleague colleague;
    private final List<String> problems = new ArrayList<>();

    KeyedPass(Gate gate, KeyedTables tables, Replay replay, Recorded session, int number, World start) {
        this.gate = gate;
        this.tables = tables;
        this.replay = replay;
        this.session = session;
        this.number = number;
        this.ledger = new Ledger(start);
        this.colleague = new Colleague(ledger, number);
    }

    Ledger ledger() {
        return ledger;
    }

    /** What could not be done at all. */
    List<String> problems() {
        return problems;
    }

    List<UndoReport> run(Pass pass) {
        var agent = gate.start("agent");
        try {
            if (pass == Pass.INTERLEAVED) {
                interleaved(agent);
            } else {
                session.steps().forEach(step -> act(agent, step));
                edit(pass);
            }
            return agent.undo();
        } finally {
            agent.end();
        }
    }

    private void edit(Pass pass) {
        var edits = switch (pass) {
            case PLAIN, INTERLEAVED -> List.<Change>of();
            case HUMAN_ROW -> colleague.onTheSameRows();
            case HUMAN_FIELD -> colleague.onTheSameFields();
        };
        tables.apply(edits);
        edits.forEach(ledger::other);
    }

    /** One recorded step is one action. */
    private Set<Ref> act(Gate.Agent agent, List<Effect> effects) {
        var statements = new ArrayList<String>();
        var refs = new LinkedHashSet<Ref>();
        for (var effect : effects) {
            replay.change(effect, ledger.now()).ifPresent(change -> {
                statements.add(change.sql(KeyedTables.LIVE));
                ledger.agent(change);
                refs.add(change.ref());
            });
        }
        send(agent, statements);
        return refs;
    }

    private void send(Gate.Agent agent, List<String> statements) {
        if (!statements.isEmpty()) {
            agent.act(statements).ifPresent(problems::add);
        }
    }

    /** The other agent writes first, and after each step of this one, into the same fields, others, or both. */
    private void interleaved(Gate.Agent agent) {
        var other = gate.start("other-agent");
        try {
            if (number % 2 == 0) {
                write(other, beforeAnything());
            }
            for (int i = 0; i < session.steps().size(); i++) {
                var refs = act(agent, session.steps().get(i));
                write(other, between(refs, i));
            }
        } finally {
            other.end();
        }
    }

    private List<Change> beforeAnything() {
        var changes = new ArrayList<Change>();
        for (var ref : refs(0)) {
            if (ledger.start().get(ref) != null) {
                colleague.editSameField(ref).ifPresent(changes::add);
            }
        }
        return changes;
    }

    private List<Change> between(Set<Ref> refs, int step) {
        var later = refs(step + 1);
        var mode = (number + step) % 3;
        var changes = new ArrayList<Change>();
        for (var ref : refs) {
            var there = ledger.now().get(ref) != null;
            if (!later.contains(ref) || (there && ledger.start().get(ref) != null)) {
                edits(ref, there ? mode : 0).forEach(changes::add);
            }
        }
        return changes;
    }

    private List<Change> edits(Ref ref, int mode) {
        var one = mode == 1 ? Optional.<Change>empty() : colleague.editOtherField(ref);
        var two = mode == 0 ? Optional.<Change>empty() : colleague.editSameField(ref);
        return java.util.stream.Stream.of(one, two).flatMap(Optional::stream).toList();
    }

    /** Rows that the session touches from a step on. */
    private Set<Ref> refs(int fromStep) {
        var refs = new LinkedHashSet<Ref>();
        session.steps().stream().skip(fromStep).forEach(step -> step.forEach(effect -> refs.add(replay.ref(effect))));
        return refs;
    }

    private void write(Gate.Agent other, List<Change> changes) {
        send(other, changes.stream().map(c -> c.sql(KeyedTables.LIVE)).toList());
        changes.forEach(ledger::other);
    }

    /** Every row that anybody touched. */
    Set<Ref> touched() {
        return Objects.requireNonNull(ledger.touched());
    }
}
