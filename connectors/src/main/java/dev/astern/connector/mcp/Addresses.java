package dev.astern.connector.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses a target's url may lead to. A name that leads to this machine, to the link or to a cloud's metadata is
 * refused: only who writes such an address itself, or {@code localhost}, can have meant it.
 */
final class Addresses {
    private static final Set<String> METADATA = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254", "192.0.0.192");

    private Addresses() {}

    /** Looked up each time: names are changed. */
    static Optional<Problem> objection(URI url) {
        var host = url.getHost();
        if (named(host)) {
            return Optional.empty();
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(Addresses::inner)
                    ? Optional.of(Problem.of(
                            Reason.ADDRESS_REFUSED, host + " leads to this machine, its link or its cloud's metadata"))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(Problem.of(Reason.TARGET_UNREACHABLE, "no address is known of " + host));
        }
    }

    /** Whether the url says the very address. */
    static boolean named(String host) {
        return host.equals("localhost") || host.startsWith("[") || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static boolean inner(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(address.getHostAddress());
    }
}
