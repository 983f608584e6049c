package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.entry.RollbackFacts;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Finding;
import dev.astern.library.model.RecoveryStep;
import dev.astern.library.model.Source;
import dev.astern.library.model.StatementWords;
import dev.astern.library.model.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever comes in, an answer comes out. */
class FuzzTest {
    private static final RecoveryLibrary LIBRARY = RecoveryLibrary.shipped();

    @Test
    void a_mutated_file_is_read_or_has_findings() {
        int[] read = new int[2];
        Cases.run(3_000, random -> {
            var text =
                    Shipped.SOURCES.get(random.nextInt(Shipped.SOURCES.size())).text();
            var entry = one(text, random);
            switch (RecoveryLibrary.load(List.of(new Source("fuzz.yaml", mutated(entry, random))))) {
                case Loaded.Read _ -> read[0]++;
                case Loaded.Malformed bad -> {
                    read[1]++;
                    assertThat(bad.findings()).anyMatch(Finding::error).allSatisfy(finding -> {
                        assertThat(finding.line()).isPositive();
                        assertThat(finding.column()).isPositive();
                        assertThat(finding.detail()).isNotEmpty();
                    });
                }
            }
        });
        assertThat(read[0]).as("some survive").isPositive();
        assertThat(read[1]).as("some don't").isPositive();
    }

    /** The head of a file and one of its entries. */
    private static String one(String text, RandomGenerator random) {
        var parts = text.split("(?m)^(?=  - id)");
        return parts[0] + parts[1 + random.nextInt(parts.length - 1)];
    }

    private static String mutated(String text, RandomGenerator random) {
        var mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(4)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, Hostile.value(random));
                case 2 -> mutated.setCharAt(at, (char) random.nextInt(0x20, 0x7f));
                default -> {
                    int end = Math.min(mutated.length(), at + random.nextInt(40));
                    mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, end));
                }
            }
        }
        return mutated.toString();
    }

    @Test
    void random_text_has_findings() {
        Cases.run(3_000, random -> {
            var text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(Hostile.value(random)).append(random.nextBoolean() ? "\n" : ": ");
            }
            assertThat(RecoveryLibrary.load(List.of(new Source("fuzz.yaml", text.toString()))))
                    .isInstanceOf(Loaded.Malformed.class);
        });
    }

    @Test
    void random_commands_never_throw_and_only_exact_ones_match() {
        int[] matched = new int[1];
        Cases.run(20_000, random -> {
            var argv = new ArrayList<>(sample(random));
            for (int i = random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(argv.size() + 1);
                switch (random.nextInt(4)) {
                    case 0 -> argv.add(at, Hostile.value(random));
                    case 1 -> argv.add(at, option(random));
                    case 2 -> argv.set(Math.min(at, argv.size() - 1), Hostile.value(random));
                    default -> {
                        if (argv.size() > 1) {
                            argv.remove(Math.min(at, argv.size() - 1));
                        }
                    }
                }
            }
            var subject = new Subject.CommandSubject(argv);
            var found = LIBRARY.find(subject);
            assertThat(LIBRARY.find(subject)).isEqualTo(found);
            if (found.isEmpty()) {
                assertThat(LIBRARY.classify(subject)).isEqualTo(Classification.unknown());
                return;
            }
            matched[0]++;
            exercise(found.get(), Hostile.value(random));
        });
        assertThat(matched[0]).isPositive();
    }

    private static List<String> sample(RandomGenerator random) {
        var lines = List.of(
                "kubectl scale deployment/web --replicas=5 -n shop",
                "git push origin main",
                "rm -rf build",
                "chmod 755 a",
                "systemctl restart nginx",
                "aws iam create-access-key --user-name ann",
                "docker stop web");
        return List.of(lines.get(random.nextInt(lines.size())).split(" "));
    }

    private static String option(RandomGenerator random) {
        var options = List.of(
                "-n",
                "--namespace",
                "-f",
                "--force",
                "--",
                "-",
                "-nrf",
                "--replicas",
                "-C",
                "--context=x",
                "--replicas=");
        return options.get(random.nextInt(options.size()));
    }

    /** Everything that can be asked of a match; a filled command never grows a word that is nobody's. */
    private static void exercise(Match match, String output) {
        for (var filling : List.of(
                match.preCapture(),
                match.compensation(output),
                match.compensation("{\"spec\":{\"replicas\":3}}", output),
                match.verification(output, output))) {
            if (filling instanceof Filling.Filled(RecoveryStep.CommandLine line)) {
                assertThat(line.argv()).allSatisfy(word -> assertThat(word).isNotEmpty());
            }
        }
        match.rollbackSafety(RollbackFacts.unknown(), output, output);
        assertThat(match.verified(output, output, 1, output)).isFalse();
    }

    @Test
    void random_requests_calls_and_statements_never_throw() {
        Cases.run(20_000, random -> {
            var path = "/" + Hostile.value(random) + "/" + Hostile.value(random) + (random.nextBoolean() ? "?" : "")
                    + Hostile.value(random);
            LIBRARY.find(new Subject.HttpSubject("stripe", "POST", path)).ifPresent(m -> exercise(m, path));
            LIBRARY.find(new Subject.HttpSubject("zendesk", "PUT", "/api/v2/tickets/35", arguments(random, 3)))
                    .ifPresent(m -> exercise(m, path));
            LIBRARY.find(new Subject.McpSubject("filesystem", "write_file", arguments(random, 3)))
                    .ifPresent(m -> exercise(m, path));
            var sql = Hostile.value(random) + " WHERE " + Hostile.value(random);
            LIBRARY.find(new Subject.SqlSubject(
                            "delete",
                            List.of(sql),
                            StatementWords.of(sql),
                            Tier.DESTRUCTIVE,
                            Reversibility.REVERSIBLE_WITH_STATE))
                    .ifPresent(m -> exercise(m, sql));
        });
    }

    private static Map<String, Object> arguments(RandomGenerator random, int depth) {
        var arguments = new LinkedHashMap<String, Object>();
        for (var name : List.of("path", "content", "ticket", "status", "group_id")) {
            switch (random.nextInt(5)) {
                case 0 -> arguments.put(name, Hostile.value(random));
                case 1 -> arguments.put(name, random.nextInt());
                case 2 -> arguments.put(name, depth == 0 ? List.of() : arguments(random, depth - 1));
                case 3 -> arguments.put(name, random.nextBoolean());
                default -> {
                    // Left out.
                }
            }
        }
        return arguments;
    }
}
