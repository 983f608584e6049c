package dev.astern.config;

import java.time.Duration;

/**
 * @param node names this node for good; actions in doubt are settled by the node that ran them, or by others once it is
 *     dead
 * @param timeout of an action unless asked otherwise
 * @param maxTimeout the longest that may be asked for
 * @param storeTimeout how long to wait for a receipt to be durable
 * @param deadAfter a node not heard of for so long is dead
 */
public record GatewaySettings(
        String node, Duration timeout, Duration maxTimeout, Duration storeTimeout, Duration deadAfter) {
    public static GatewaySettings defaults(String node) {
        return new GatewaySettings(
                node, Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofSeconds(20), Duration.ofSeconds(30));
    }
}
