package dev.astern.bench;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Evidence;
import dev.astern.policy.Facts;
import dev.astern.policy.OperationFacts;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.policy.Preview;
import dev.astern.policy.RollbackSafe;
import dev.astern.policy.SessionFacts;
import dev.astern.policy.TargetFacts;
import dev.astern.policy.Used;
import dev.astern.storage.embedded.TemporaryPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What one decision takes under policies of 10, 100 and 1,000 rules of which two are left after indexing, under one of
 * 1,000 of which fifty are left, each with a condition, and under the shipped one; in turns with one durable insert.
 */
public final class PolicyBench {
    private static final Path FOLDER = Path.of("bench", "target", "postgres");
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 20;
    /** So many are timed at once, because one is near what the clock can tell. */
    private static final int BATCH = 500;

    private static final int INSERTS = 20;
    private static final int FACTS = 64;

    private final Map<String, Policy> policies = new TreeMap<>();
    private final Map<String, List<Double>> micros = new TreeMap<>();
    private final List<Facts> facts = new ArrayList<>();
    private long decided;

    private PolicyBench() {
        policies.put("10", rules(10, 2));
        policies.put("100", rules(100, 2));
        policies.put("1000", rules(1_000, 2));
        policies.put("1000_dense", rules(1_000, 50));
        for (int i = 0; i < FACTS; i++) {
            facts.add(facts(i));
        }
    }

    public static void main(String... args) throws Exception {
        Files.createDirectories(FOLDER);
        try (var postgres = TemporaryPostgres.start(FOLDER, true, Map.of())) {
            var server = postgres.postgres();
            try (var connection =
                    DriverManager.getConnection(server.url("postgres"), server.user(), server.password())) {
                new PolicyBench().run(connection);
            }
        }
    }

    private void run(Connection connection) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, text text NOT NULL)");
        }
        var inserts = new Latencies();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (var policy : policies.entrySet()) {
                double took = batch(policy.getValue());
                if (round >= 0) {
                    micros.computeIfAbsent(policy.getKey(), k -> new ArrayList<>())
                            .add(took);
                }
            }
            try (var insert = connection.prepareStatement("INSERT INTO plain (text) VALUES ('decided')")) {
                for (int i = 0; i < INSERTS; i++) {
                    inserts.time(insert::executeUpdate);
                }
            }
        }
        print(inserts.p50Ms() * 1_000);
    }

    private double batch(Policy policy) {
        long from = System.nanoTime();
        for (int i = 0; i < BATCH; i++) {
            if (policy.decide(facts.get(i % FACTS)).decision().runs()) {
                decided++;
            }
        }
        return (System.nanoTime() - from) / 1_000.0 / BATCH;
    }

    private void print(double insertMicros) {
        var line = new StringBuilder("policy");
        for (var rules : List.of("10", "100", "1000", "1000_dense")) {
            line.append(String.format(Locale.ROOT, " p50_us_%s=%.2f", rules, p50(rules)));
        }
        for (var rules : List.of("1000", "1000_dense")) {
            line.append(String.format(Locale.ROOT, " p50_%s_inserts=%.4f", rules, p50(rules) / insertMicros));
        }
        System.out.printf(
                Locale.ROOT, "a durable insert: %.0f µs; %d decisions let something run%n", insertMicros, decided);
        System.out.println(line);
    }

    private double p50(String rules) {
        var sorted = new ArrayList<>(micros.getOrDefault(rules, List.of()));
        sorted.sort(null);
        return sorted.get(sorted.size() / 2);
    }

    /** The last of those that remain decides, so that the conditions of all of them are evaluated. */
    private static Policy rules(int count, int remaining) {
        var yaml = new StringBuilder("policy: 1\nname: bench\nrules:\n");
        for (int i = 0; i < count; i++) {
            boolean remains = i % (count / remaining) == count / remaining - 1;
            boolean last = i == count - 1;
            yaml.append("  - id: rule-").append(i).append("\n    match: {tier: write, target: [");
            yaml.append(remains ? "shop" : "target-" + i + ", \"archive-" + i + "-*\"")
                    .append("]}\n    when: ");
            yaml.append(
                    last
                            ? "preview.rows < 1000\n    decide: allow\n"
                            : "preview.rows > " + (1_000 + i)
                                    + " && session.environment == \"production\" || count(used.verb, op.verb) > 50\n"
                                    + "    decide: hold\n");
        }
        return switch (Policy.read(yaml.toString())) {
            case PolicyReading.Read(var policy) -> policy;
            case PolicyReading.Malformed(var findings) -> throw new IllegalStateException(findings + ": bug");
        };
    }

    private static Facts facts(int i) {
        var resource = "public.orders_" + i % 8;
        return new Facts(
                new OperationFacts(
                        "run_sql",
                        "update",
                        Tier.WRITE,
                        Reversibility.REVERSIBLE_WITH_STATE,
                        List.of(resource),
                        "UPDATE " + resource + " SET status = 'paid' WHERE id = " + i,
                        "",
                        RollbackSafe.UNKNOWN,
                        true),
                new SessionFacts(
                        "ses_" + i,
                        "refund-bot",
                        "refund-bot@14",
                        "olga",
                        "production",
                        "refunds",
                        "constrained_write"),
                new TargetFacts("shop", "postgresql", "production"),
                Instant.parse("2026-11-18T12:00:00Z").plusSeconds(60L * i),
                new Used(Map.of("update", (long) i % 40), Map.of("shop", (long) i), i, java.math.BigDecimal.ZERO),
                Optional.of(new Preview(
                        i % 20, 0, i % 20, 0, List.of(resource), OptionalDouble.of(0.01), Optional.empty(), "", false)),
                Evidence.NONE,
                40);
    }
}
