package dev.astern.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EmbeddedPostgresTest {
    private static final Path TARGET = Path.of("target", "postgres").toAbsolutePath();

    private Path folder = TARGET;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(TARGET);
        folder = Files.createTempDirectory(TARGET, "embedded-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeFolder() throws IOException {
        Folders.delete(folder);
    }

    private EmbeddedPostgresSettings settings(Map<String, String> options) {
        return new EmbeddedPostgresSettings(
                folder.resolve("pg"), TARGET.resolve("postgres-binaries"), false, options, Duration.ofSeconds(20));
    }

    private EmbeddedPostgres open() {
        return EmbeddedPostgres.open(settings(Map.of()));
    }

    private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void keeps_its_rows_from_one_start_to_the_next() throws SQLException {
        try (var first = open()) {
            run(first, "CREATE TABLE t AS SELECT 1 AS x");
        }
        try (var second = open()) {
            run(second, "SELECT x FROM t");
        }
    }

    @Test
    void refuses_a_folder_that_is_in_use() {
        try (var first = open()) {
            assertThat(first.port()).isPositive();
            assertThatThrownBy(this::open)
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("in use by another running server");
        }
    }

    @Test
    void lets_nobody_in_without_the_password_which_only_its_owner_can_read() throws IOException {
        try (var postgres = open()) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.user(), "guess")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
        var mode = Files.getPosixFilePermissions(folder.resolve("pg").resolve("password"));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }

    @Test
    void starts_a_killed_postmaster_again_on_the_same_port() throws Exception {
        try (var postgres = open()) {
            run(postgres, "CREATE TABLE t AS SELECT 1 AS x");
            var port = postgres.port();
            kill(postgres.pid());
            awaitAnswer(postgres);
            assertThat(postgres.port()).isEqualTo(port);
        }
    }

    @Test
    @Timeout(120)
    void goes_on_trying_while_a_killed_postmaster_cannot_be_started() throws Exception {
        try (var postgres = open()) {
            run(postgres, "CREATE TABLE t AS SELECT 1 AS x");
            var version = folder.resolve("pg").resolve("data").resolve("PG_VERSION");
            var log = folder.resolve("pg").resolve("postgres.log");
            Files.move(version, folder.resolve("away"));
            kill(postgres.pid());
            while (!Files.readString(log).contains("is not a valid data directory")) {
                Thread.onSpinWait();
            }
            Files.move(folder.resolve("away"), version);
            awaitAnswer(postgres);
        }
    }

    /** The pool may have one thread, and the ends of processes are told there. */
    @Test
    void stops_though_the_common_pool_has_no_thread_to_spare() {
        var busy = new CountDownLatch(1);
        int threads = Math.max(1, ForkJoinPool.getCommonPoolParallelism());
        var blocked = IntStream.range(0, threads)
                .mapToObj(i -> ForkJoinPool.commonPool().submit(() -> {
                    busy.await();
                    return i;
                }))
                .toList();
        try {
            open().close();
        } finally {
            busy.countDown();
            blocked.forEach(ForkJoinTask::join);
        }
    }

    private static void awaitAnswer(EmbeddedPostgres postgres) throws SQLException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                run(postgres, "SELECT x FROM t");
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static void kill(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    @Test
    void takes_over_the_postmaster_that_a_killed_process_left_behind() throws Exception {
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeavingOwner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long left;
        try (var output = other.inputReader()) {
            left = Long.parseLong(output.readLine());
            other.destroyForcibly();
            other.onExit().join();
        }
        try (var postgres = open()) {
            assertThat(postgres.pid()).isEqualTo(left);
            run(postgres, "SELECT x FROM t");
        }
        assertThat(ProcessHandle.of(left).filter(ProcessHandle::isAlive)).isEmpty();
    }

    /** A process that starts PostgreSQL and is then killed. */
    static final class LeavingOwner {
        private LeavingOwner() {}

        public static void main(String[] arguments) throws Exception {
            var settings = new EmbeddedPostgresSettings(
                    Path.of(arguments[0]).resolve("pg"),
                    TARGET.resolve("postgres-binaries"),
                    true,
                    Map.of(),
                    Duration.ofSeconds(20));
            try (var postgres = EmbeddedPostgres.open(settings)) {
                run(postgres, "CREATE TABLE t AS SELECT 1 AS x");
                System.out.println(postgres.pid());
                Thread.sleep(Duration.ofMinutes(1));
            }
        }
    }

    @Test
    void starts_over_the_pid_file_of_a_dead_postmaster_and_of_a_stranger() throws Exception {
        open().close();
        var data = folder.resolve("pg").resolve("data");
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    data.resolve(PostmasterFile.NAME),
                    stranger.pid() + "\n" + data + "\n1\n5432\n\n127.0.0.1\n1 1\nready\n");
            open().close();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void says_what_the_log_says_when_the_start_fails() {
        assertThatThrownBy(() -> EmbeddedPostgres.open(settings(Map.of("shared_buffers", "nonsense"))))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("while starting in")
                .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
    }

    @Test
    void says_who_cannot_enter_a_folder_below_a_closed_one() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (RunAs.of(folder.resolve("pg").resolve("data")).user() == null) {
            open().close();
        } else {
            assertThatThrownBy(this::open).hasMessageContaining("who can't enter");
        }
    }
}
