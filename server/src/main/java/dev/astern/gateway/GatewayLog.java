package dev.astern.gateway;

/** Where unexpected failures are told to whoever runs the node; never with a command, a value or a secret. */
@FunctionalInterface
public interface GatewayLog {
    void failed(String actionId, Throwable failure);
}
