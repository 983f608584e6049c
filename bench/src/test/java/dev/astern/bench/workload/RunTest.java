package dev.astern.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import dev.astern.storage.embedded.TemporaryPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge that lets everything pass is worth nothing: bad undos must be caught. */
class RunTest {
    @TempDir
    Path folder;

    /** Statements go straight to the database; what an undo does is up to the test. */
    private record Direct(Database database, Undo undo) implements Gate {
        interface Undo {
            List<UndoReport> undo(Database database);
        }

        @Override
        public Agent start(String agent) {
            return new Agent() {
                @Override
                public Optional<String> act(List<String> statements) {
                    database.runAll(statements);
                    return Optional.empty();
                }

                @Override
                public List<UndoReport> undo() {
                    return undo.undo(database);
                }

                @Override
                public void end() {}
            };
        }
    }

    private String judge(Direct.Undo undo) {
        try (var postgres = TemporaryPostgres.start(Path.of("target", "postgres"), false, Map.of())) {
            var url = postgres.postgres().url();
            try (var database = new Database(
                    url, postgres.postgres().user(), postgres.postgres().password())) {
                var workload = TablesFolder.read(OddFolder.in(folder));
                var tables = new SchemaFinder(workload).find();
                var loaded = KeyedRun.loaded(workload, tables);
                var live = new KeyedTables(database, tables);
                live.create(loaded);
                live.copy();
                var said = new ByteArrayOutputStream();
                var tally = new Tally(new PrintStream(said), workload.sessions().size());
                var run = new KeyedRun(new Direct(database, undo), live, tables, loaded, tally);
                for (int i = 0; i < workload.sessions().size(); i++) {
                    run.session(workload.sessions().get(i), i);
                }
                return tally.line("odd") + "\n" + said;
            }
        }
    }

    private static void putBack(Database database, String table) {
        database.runAll(List.of(
                "DELETE FROM public.%s".formatted(table),
                "INSERT INTO public.%s SELECT * FROM pristine.%s".formatted(table, table)));
    }

    @Test
    void an_undo_that_does_nothing_is_caught() {
        // One session writes nothing; it is equal whatever the undo does.
        assertThat(judge(database -> List.of())).startsWith("workload=odd sessions=4 equal=1 ");
    }

    @Test
    void an_undo_that_puts_everything_back_loses_human_edits() {
        assertThat(judge(database -> {
                    List.of("things", "numbers", "empty", "notes", "\"only init\"", "\"only effects\"")
                            .forEach(t -> putBack(database, t));
                    return List.of();
                }))
                .doesNotContain("equal=4")
                .doesNotContain("human_edits_lost=0");
    }

    @Test
    void an_undo_that_boasts_is_caught() {
        var item = new UndoItem(
                "1",
                "public.numbers",
                new Image(Map.of("nr", "3")),
                Effect.Kind.INSERT,
                UndoResult.RESTORED,
                null,
                List.of());
        var count = new UndoReport.Count("public.numbers", UndoResult.RESTORED, null, 1);
        var report = new UndoReport(List.of(count), List.of(item), List.of(), "", 1);
        // The first session inserts the row; its four passes all claim that it is gone again.
        assertThat(judge(database -> List.of(report))).contains("false_undone=4");
    }
}
