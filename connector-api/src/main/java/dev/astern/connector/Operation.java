package dev.astern.connector;

import java.util.List;

/**
 * A call that its connector has understood. Each connector has its own implementation; everybody else reads only these
 * facts.
 */
public interface Operation {
    /** What it does, for example {@code update}; {@code sql} where several are mixed. */
    String verb();

    /** Each thing it does, as often as it does it, for counting; the same as {@link #verb} where that is one. */
    default List<String> verbs() {
        return List.of(verb());
    }

    Tier tier();

    Reversibility reversibility();

    /** The resources it names, for example {@code public.orders}; what it really touched is observed, not guessed. */
    List<String> resources();

    /** One line for people. */
    String summary();

    /** The command in full, as it will run. */
    String command();

    /** In which form it reaches the target; the recovery library is asked about that. */
    default Form form() {
        return new Form.Other();
    }

    /** Whether somebody described it; what nobody described is taken for the worst. */
    default boolean known() {
        return true;
    }

    /** Whether what it does is seen before it counts, with the state that was there before; false for what is done elsewhere. */
    default boolean captured() {
        return true;
    }
}
