package dev.astern.connector.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A kind of object as a cluster serves it.
 *
 * @param plural as in paths
 * @param preferred whether the version is the one that images are made of
 */
record Type(String group, String version, String kind, String plural, boolean namespaced, boolean preferred) {
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Of all of them, or all in a namespace. */
    String path(String namespace) {
        var base = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return base + (namespaced && !namespace.isEmpty() ? "/namespaces/" + encoded(namespace) : "") + "/" + plural;
    }

    String path(Which which) {
        return path(which.namespace()) + "/" + encoded(which.name());
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
