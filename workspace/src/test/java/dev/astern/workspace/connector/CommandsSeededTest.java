package dev.astern.workspace.connector;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;
import org.junit.jupiter.api.Nested;

/** What commands do is seen in a layer, or by a mirror. */
class CommandsSeededTest {
    @Nested
    class InALayer extends SeededContract {
        @Override
        protected Laboratory open() {
            return new CommandsLaboratory("auto");
        }

        @Override
        protected int seeds() {
            return 1;
        }
    }

    @Nested
    class Mirrored extends SeededContract {
        @Override
        protected Laboratory open() {
            return new CommandsLaboratory("mirror");
        }

        @Override
        protected int seeds() {
            return 1;
        }
    }
}
