package dev.astern.connector;

import java.util.List;

/**
 * A call that its connector has understood. Each connector has its own implementation; everybody else reads only these
 * facts.
 */
public interface Operation {
    /** What it does, for example {@code update}; {@code sql} where several are mixed. */
    String verb();

    Tier tier();

    Reversibility reversibility();

    /** The resources it names, for example {@code public.orders}; what it really touched is observed, not guessed. */
    List<String> resources();

    /** One line for people. */
    String summary();

    /** The command in full, as it will run. */
    String command();
}
