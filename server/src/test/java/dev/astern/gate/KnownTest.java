package dev.astern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.model.KeptPolicy;
import dev.astern.model.Page;
import dev.astern.policy.Shipped;
import dev.astern.storage.PolicyStore;
import dev.astern.storage.WorkflowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a node knows for a moment, and somebody changes while it is being read, is read again. */
class KnownTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration KEEP = Duration.ofSeconds(1);

    private Runnable meanwhile = () -> {};
    private @Nullable String stage;
    private @Nullable String policy;

    private final class Policies implements PolicyStore {
        @Override
        public Optional<String> inForce() {
            var read = Optional.ofNullable(policy);
            meanwhile.run();
            return read;
        }

        @Override
        public Optional<KeptPolicy> byDigest(String digest) {
            return Optional.of(
                    new KeptPolicy(1, digest, "default", "1", Shipped.DEFAULT.text(), CLOCK.instant(), "opr_1"));
        }

        @Override
        public void put(KeptPolicy kept) {
            policy = kept.digest();
        }

        @Override
        public Page<KeptPolicy> page(@Nullable String from, int limit) {
            return new Page<>(List.of(), null);
        }
    }

    private final class Workflows implements WorkflowStore {
        @Override
        public Optional<String> stage(String workflow) {
            var read = Optional.ofNullable(stage);
            meanwhile.run();
            return read;
        }

        @Override
        public Map<String, String> stages() {
            return Map.of();
        }

        @Override
        public void put(String workflow, String code, String operator, Instant at) {
            stage = code;
        }
    }

    @Test
    void a_policy() {
        var book = new PolicyBook(new Policies(), Shipped.PERMISSIVE.policy(), CLOCK, KEEP);
        meanwhile = () -> {
            meanwhile = () -> {};
            policy = Shipped.DEFAULT.policy().digest();
            book.forget();
        };
        assertThat(book.current().name()).isEqualTo("permissive");
        assertThat(book.current().name()).isEqualTo("default");
        policy = null;
        assertThat(book.current().name()).isEqualTo("default");
    }

    @Test
    void a_stage() {
        stage = Stage.LIMITED_AUTONOMOUS.code();
        var stages = new Stages(new Workflows(), CLOCK, KEEP);
        meanwhile = () -> {
            meanwhile = () -> {};
            stages.put("refunds", Stage.SHADOW, "opr_1");
        };
        assertThat(stages.of("refunds")).isEqualTo(Stage.LIMITED_AUTONOMOUS);
        assertThat(stages.of("refunds")).isEqualTo(Stage.SHADOW);
        stage = Stage.ASSISTED.code();
        assertThat(stages.of("refunds")).isEqualTo(Stage.SHADOW);
    }
}
