package dev.astern.mcp;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out: a page that rebinds its own name to this machine shows up with that name as Host, and any other
 * page with its own as Origin.
 *
 * @param hosts names by which this server may be called, without ports; empty allows every Host and no Origin
 */
public record Guard(Set<String> hosts) {
    public static final Guard LOOPBACK = new Guard(Set.of("localhost", "127.0.0.1", "[::1]"));

    public Guard {
        hosts = Set.copyOf(hosts);
    }

    boolean admits(HttpServletRequest request) {
        var host = request.getHeader("Host");
        var origin = request.getHeader("Origin");
        return (hosts.isEmpty() || known(hostOf("http://" + host))) && (origin == null || known(hostOf(origin)));
    }

    private boolean known(@Nullable String host) {
        return host != null && hosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private static @Nullable String hostOf(String url) {
        try {
            return new URI(url).getHost();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
