package dev.astern.connector.s3;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;
import org.junit.jupiter.api.Nested;

/** Buckets that keep versions, and buckets that keep none. */
class S3SeededTest {
    @Nested
    class WithVersions extends SeededContract {
        @Override
        protected Laboratory open() {
            return StoreLaboratory.over(new FakeStore(true, true));
        }

        @Override
        protected int seeds() {
            return 3;
        }
    }

    @Nested
    class WithoutVersions extends SeededContract {
        @Override
        protected Laboratory open() {
            return StoreLaboratory.over(new FakeStore(false, true));
        }

        @Override
        protected int seeds() {
            return 3;
        }
    }

    @Nested
    class WithCopiesThatHeedNoCondition extends SeededContract {
        @Override
        protected Laboratory open() {
            return StoreLaboratory.over(new FakeStore(true, false));
        }

        @Override
        protected int seeds() {
            return 3;
        }
    }
}
