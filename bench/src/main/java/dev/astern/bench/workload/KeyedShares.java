package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Replays sessions of the tables format once, and looks whether all that they recorded is there then. */
final class KeyedShares {
    private final SharesGate gate;
    private final KeyedTables tables;
    private final Replay replay;
    private final Map<Ref, Row> loaded;
    private final SharesTally tally;

    KeyedShares(SharesGate gate, KeyedTables tables, List<Table> all, Map<Ref, Row> loaded, SharesTally tally) {
        this.gate = gate;
        this.tables = tables;
        this.replay = new Replay(all.stream().collect(Collectors.toMap(Table::source, Function.identity())));
        this.loaded = loaded;
        this.tally = tally;
    }

    void session(Recorded session, int number) {
        if (!session.init().isEmpty()) {
            throw new IllegalStateException(session.name() + " brings rows of its own, which are not put in here");
        }
        var ledger = new Ledger(World.of(loaded));
        var agent = gate.start();
        try {
            for (var step : session.steps()) {
                var statements = statements(step, ledger);
                if (!statements.isEmpty()) {
                    gate.act(agent, statements);
                }
            }
            look(session.name(), ledger);
        } finally {
            gate.end(agent);
            tables.reset();
        }
    }

    /** One recorded step is one action. */
    private List<String> statements(List<Effect> step, Ledger ledger) {
        var statements = new ArrayList<String>();
        for (var effect : step) {
            replay.change(effect, ledger.now()).ifPresent(change -> {
                statements.add(change.sql(KeyedTables.LIVE));
                ledger.agent(change);
            });
        }
        return statements;
    }

    private void look(String session, Ledger ledger) {
        Set<Ref> touched = new LinkedHashSet<>(ledger.touched());
        var found = touched.isEmpty() ? Map.<Ref, Row>of() : tables.read(touched);
        for (var ref : touched) {
            if (!Objects.equals(found.get(ref), ledger.now().get(ref))) {
                tally.wrong(session + ": " + ref + " is " + found.get(ref) + ", not "
                        + ledger.now().get(ref));
            }
        }
    }
}
