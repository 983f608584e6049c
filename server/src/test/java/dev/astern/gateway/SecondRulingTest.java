package dev.astern.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reason;
import dev.astern.model.ActionState;
import dev.astern.model.Conduct;
import dev.astern.model.KeptPolicy;
import dev.astern.model.Page;
import dev.astern.policy.Shipped;
import dev.astern.storage.PolicyStore;
import dev.astern.storage.StoreException;
import dev.astern.testing.TestSite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong between the ruling before an action and the one on what it does. */
class SecondRulingTest {
    @TempDir
    private Path data;

    /** Policies that somebody makes unreadable. */
    private static final class Unreadable implements PolicyStore {
        private final PolicyStore policies;
        private volatile boolean gone;

        Unreadable(PolicyStore policies) {
            this.policies = policies;
        }

        @Override
        public Optional<String> inForce() {
            if (gone) {
                throw new StoreException("gone", new IllegalStateException("on purpose"));
            }
            return policies.inForce();
        }

        @Override
        public Optional<KeptPolicy> byDigest(String digest) {
            return policies.byDigest(digest);
        }

        @Override
        public void put(KeptPolicy policy) {
            policies.put(policy);
        }

        @Override
        public Page<KeptPolicy> page(@Nullable String from, int limit) {
            return policies.page(from, limit);
        }
    }

    @Test
    void where_the_policy_can_not_be_read_any_more_that_is_what_is_said() {
        var policies = new Unreadable[1];
        try (var site = new TestSite(data, Shipped.PERMISSIVE.policy(), Clock.systemUTC(), stores -> {
            policies[0] = new Unreadable(stores.policies());
            return TestSite.with(stores, PolicyStore.class, policies[0]);
        })) {
            site.target.script(operation -> policies[0].gone = true);
            var answer = site.act(site.session(Conduct.FREE), Map.of());
            assertThat(answer.state()).isEqualTo(ActionState.REFUSED);
            assertThat(answer.problem()).isNotNull();
            assertThat(answer.problem().reason()).isEqualTo(Reason.POLICY_UNREADABLE);
            assertThat(site.target.applied(answer.actionId())).isFalse();
            policies[0].gone = false;
        }
    }
}
