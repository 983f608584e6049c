package dev.astern.connector.testkit.seeded;

import dev.astern.connector.testkit.Laboratory;
import java.util.Map;

/** What a person does to one resource. */
sealed interface Edit {
    String key();

    /** What it makes of the resource. */
    State upon(State state);

    void by(Laboratory person);

    record Put(String key, Map<String, String> fields) implements Edit {
        @Override
        public State upon(State state) {
            return state.absent() ? State.of(fields) : state;
        }

        @Override
        public void by(Laboratory person) {
            person.put(key, fields);
        }
    }

    record Set(String key, String field, String value) implements Edit {
        @Override
        public State upon(State state) {
            return state.absent() ? state : state.with(field, value);
        }

        @Override
        public void by(Laboratory person) {
            person.edit(key, field, value);
        }
    }

    record Remove(String key) implements Edit {
        @Override
        public State upon(State state) {
            return State.ABSENT;
        }

        @Override
        public void by(Laboratory person) {
            person.remove(key);
        }
    }
}
