package dev.astern.connector.http;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps requests from reaching what is near the gateway and not meant: its own machine, its network's private addresses, the
 * metadata service of a cloud. Whoever adds a target may name such a host; a name that merely resolves to one may not be
 * called.
 */
public final class AddressGuard {
    private final Set<String> named;

    /** @param named hosts that may be called wherever they are, in small letters */
    public AddressGuard(Set<String> named) {
        this.named = Set.copyOf(named);
    }

    /** Lets a target call those that its option {@code hosts} names, and its own where that was written out. */
    public static AddressGuard of(TargetConfig config, URI base) {
        var named = new HashSet<String>();
        for (var host : config.options().getOrDefault("hosts", "").split(",")) {
            named.add(host.strip().toLowerCase(Locale.ROOT));
        }
        if (literal(base.getHost())) {
            named.add(base.getHost().toLowerCase(Locale.ROOT));
        }
        return new AddressGuard(named);
    }

    /** A host written as an address, or localhost, was meant as what it is. */
    public static boolean literal(String host) {
        var bare = host.replace("[", "").replace("]", "");
        return bare.equalsIgnoreCase("localhost") || bare.contains(":") || bare.matches("[0-9.]+");
    }

    Optional<Problem> objection(URI url) {
        var host = url.getHost();
        if (host == null) {
            return Optional.of(Problem.of(Reason.BAD_REQUEST, "the address has no host"));
        }
        if (named.contains(host.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (near(address)) {
                    return Optional.of(Problem.of(
                            Reason.ADDRESS_REFUSED,
                            "the host resolves to an address of this machine or its network, and nobody named it"));
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(Problem.of(Reason.TARGET_UNREACHABLE, "the host has no address"));
        }
    }

    private static boolean near(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc)
                || shared(address.getAddress());
    }

    /** 100.64.0.0/10, which providers use inside. */
    private static boolean shared(byte[] address) {
        return address.length == 4 && (address[0] & 0xff) == 100 && (address[1] & 0xc0) == 64;
    }
}
