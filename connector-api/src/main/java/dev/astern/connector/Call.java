package dev.astern.connector;

import java.util.Map;
import java.util.Objects;

/**
 * What an agent asks for, before anybody has understood it: hostile until {@link Connector#resolve} says otherwise.
 *
 * @param tool one of the connector's {@link Connector#tools()}
 * @param arguments JSON-like: strings, numbers, booleans, lists, maps; the connector checks them
 */
public record Call(String tool, Map<String, Object> arguments) {
    public Call {
        Objects.requireNonNull(tool, "tool");
        arguments = Map.copyOf(arguments);
    }
}
