package dev.astern.crash;

import dev.astern.config.ServerSettings;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.gateway.StepObserver;
import dev.astern.operator.Issued;
import dev.astern.server.Node;
import dev.astern.storage.embedded.EmbeddedPostgres;
import dev.astern.storage.embedded.EmbeddedPostgresSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets agents work, kills what they work with, starts it again, and in the end looks at everything. */
final class CrashRun implements AutoCloseable {
    private static final int DOCUMENTS = 100_000;
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration RECOVERY = Duration.ofMinutes(2);
    private static final int LONGEST_MOMENT_MS = 300;
    private static final int LONGEST_START_MS = 2_500;
    private static final int ANSWERS_AFTER_RECOVERY = 3;

    private final Path dataDir;
    private final Random random;
    private final CrashTarget target;
    private final Truth truth = new Truth();
    private final Issued operator;
    private boolean passed;
    private final TreeMap<String, Integer> done = new TreeMap<>();

    CrashRun(Path folder, long seed) throws IOException, SQLException {
        dataDir = Files.createDirectories(
                folder.resolve("data-" + ProcessHandle.current().pid() + "-" + seed));
        random = new Random(seed);
        target = new CrashTarget(folder, DOCUMENTS);
        try (var node = open()) {
            var code =
                    Files.readString(Objects.requireNonNull(node.setupCode())).strip();
            operator = node.astern().operators().setup(code, "crash");
            node.astern().targets().add(target.description());
            node.astern().targets().install(Work.TARGET);
        }
    }

    private Node open() {
        return Node.open(
                new ServerSettings(dataDir, "127.0.0.1", 0, null).with("permissive"),
                List.of(new SqlProvider()),
                StepObserver.none(),
                (action, e) -> System.out.println("audit: " + action + " " + e));
    }

    /** Returns what was done and found, for people. */
    String run(int count) throws Exception {
        Life life = null;
        try {
            for (var kill : Kill.plan(count, random)) {
                life = perform(kill, life);
            }
            life = living(life);
            var before = truth.acknowledged();
            check(life.until(() -> truth.acknowledged() > before, RECOVERY), "no answer after the last kill");
        } finally {
            if (life != null) {
                life.kill();
            }
        }
        try (var node = open()) {
            var found = new Audit(node.astern(), operator.operator(), target, truth).run();
            passed = true;
            return "kills: " + done + "\nagents heard: " + truth.reasons() + "\naudit: " + found;
        }
    }

    /** Stops what is left running; what a failed run has left on the disk stays for whoever looks into it. */
    @Override
    public void close() throws IOException {
        target.close();
        EmbeddedPostgres.open(EmbeddedPostgresSettings.in(dataDir)).close();
        if (passed) {
            try (var files = Files.walk(dataDir)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private @Nullable Life perform(Kill kill, @Nullable Life current) throws Exception {
        if (kill.step().equals(Kill.WHILE_STARTING)) {
            if (current != null) {
                current.kill();
                count(new Kill(Kill.Who.SERVER, Kill.ANY_MOMENT));
            }
            var life = new Life(dataDir, operator.token(), truth);
            life.hears("ready", Duration.ofMillis(random.nextInt(LONGEST_START_MS)));
            strike(kill, life);
            return null;
        }
        var life = living(current);
        var reached = reach(kill, life);
        strike(reached, life);
        if (kill.who().endsTheLife()) {
            return null;
        }
        life.letGo();
        var before = truth.acknowledged();
        check(
                life.until(() -> truth.acknowledged() >= before + ANSWERS_AFTER_RECOVERY, RECOVERY),
                "no answers any more after " + reached + ": " + truth.reasons());
        return life;
    }

    private Life living(@Nullable Life current) throws Exception {
        if (current != null) {
            return current;
        }
        var life = new Life(dataDir, operator.token(), truth);
        check(life.hears("ready", READY), "the server does not start again, see victim.err");
        life.begin();
        return life;
    }

    /** The moment as it came to be: a step that nobody passes in time is left for any moment. */
    private Kill reach(Kill kill, Life life) throws Exception {
        if (kill.atStep()) {
            life.arm(kill.step(), 1 + random.nextInt(kill.atUndo() ? 2 : 20));
            if (life.hears("at", STEP)) {
                return kill;
            }
        } else {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MOMENT_MS));
        }
        check(life.alive(), "the server died by itself");
        return new Kill(kill.who(), Kill.ANY_MOMENT);
    }

    private void strike(Kill kill, Life life) throws InterruptedException, IOException {
        switch (kill.who()) {
            case SERVER -> life.kill();
            case STORE -> kill(storePid());
            case TARGET -> kill(Optional.of(target.pid()));
            case SERVER_AND_STORE -> {
                kill(storePid());
                life.kill();
            }
        }
        count(kill);
    }

    private void count(Kill kill) {
        done.merge(kill.who() + " " + kill.step(), 1, Integer::sum);
    }

    int kills() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Optional<Long> storePid() throws IOException {
        var file = dataDir.resolve("postgres").resolve("data").resolve("postmaster.pid");
        return Files.exists(file) ? Files.readString(file).lines().findFirst().map(Long::parseLong) : Optional.empty();
    }

    /** Only ever a PostgreSQL: the number in a stale file may be anybody's by now. */
    private static void kill(Optional<Long> pid) {
        pid.flatMap(ProcessHandle::of)
                .filter(p -> p.info().command().orElse("").endsWith("/postgres"))
                .ifPresent(p -> {
                    p.destroyForcibly();
                    p.onExit().join();
                });
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
