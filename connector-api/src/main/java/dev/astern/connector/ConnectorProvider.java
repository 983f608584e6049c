package dev.astern.connector;

/** Makes the connectors of one kind of target. */
public interface ConnectorProvider extends AutoCloseable {
    /** For example {@code postgresql}. */
    String kind();

    /**
     * Checks the settings and prepares a connector; touches the target only when it is first used.
     *
     * @throws ProblemException {@link Reason#BAD_REQUEST} where the settings make no sense
     */
    Connector open(TargetConfig config, Lent lent);

    /**
     * Whether its connectors do something between calls, as letting go what was held, so that they are to be open as long as
     * the server runs.
     */
    default boolean worksBetweenCalls() {
        return false;
    }

    /** As {@link #open}, for looking after what is kept for the target. */
    Installation installation(TargetConfig config, Lent lent);

    /** Ends what its connectors share, after they were closed; the server ends, too. */
    @Override
    default void close() {}
}
