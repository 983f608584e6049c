package dev.astern.connector.testkit;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A real target, or something that behaves like one, with one kind of resource that has a key and at least two text fields
 * which nothing else writes; and a way around the connector, to see the truth and to be a person who edits. Fresh for each
 * test.
 */
public interface Laboratory extends AutoCloseable {
    /** What this target can do, and so what the contract may ask of its connector. */
    enum Trait {
        /** Fields are put back one by one; otherwise any change since makes the whole resource a conflict. */
        BY_FIELD,
        /** What was deleted can come back under its old key. */
        SAME_IDENTITY,
        /** Another edit between the connector's look and its write is never lost. */
        CONDITIONAL,
        /** Agents can create, change and delete by the calls here; otherwise only change. */
        LIFE_CYCLE,
        /**
         * Something else stands between, as a program does: what a call changes is known when it was done and not before,
         * and what is gone can't be told from what can't be reached.
         */
        INDIRECT;

        /** All that a target can have whose calls say what they change. */
        public static EnumSet<Trait> direct() {
            return EnumSet.complementOf(EnumSet.of(INDIRECT));
        }
    }

    /** What the target may do wrong with the next write. */
    enum Fault {
        /** Says no, does nothing. */
        REFUSE,
        /** Says that it failed, and did nothing. */
        FAIL,
        /** Says that it failed, and did it. */
        FAIL_AFTER,
        /** Says that it was done, and did nothing. */
        LIE,
        /** Does it, and the answer is lost. */
        LOSE_ANSWER,
        /** Does nothing, and never answers in time. */
        HANG
    }

    /** Always the same. */
    Connector connector();

    /** The same target again, as another process would open it: what is kept is kept, what was remembered is not. */
    Connector reopened();

    Set<Trait> traits();

    /** Two names of text fields of the resource. */
    String field();

    /** The other. */
    String otherField();

    Call create(String key, Map<String, String> fields);

    Call change(String key, String field, String value);

    Call delete(String key);

    Call read(String key);

    /** One that the connector can't understand. */
    Call nonsense();

    /** The two fields as they really are at the target, or nothing where the resource is not there. */
    Optional<Map<String, String>> truth(String key);

    /** A person puts a resource there. */
    void put(String key, Map<String, String> fields);

    /** A person edits one field. */
    void edit(String key, String field, String value);

    /** A person deletes a resource. */
    void remove(String key);

    /** Of the two fields those whose edit between a look and a write is noticed, where the trait is {@link Trait#CONDITIONAL}. */
    default List<String> guarded() {
        return List.of(field(), otherField());
    }

    /** The faults that can be brought about here; none, unless somebody says how. */
    default Set<Fault> faults() {
        return Set.of();
    }

    /** The next write goes wrong, and only that. */
    default void next(Fault fault) {
        throw new UnsupportedOperationException("nothing goes wrong here: " + fault);
    }

    @Override
    void close();
}
