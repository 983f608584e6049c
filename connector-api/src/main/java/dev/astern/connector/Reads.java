package dev.astern.connector;

import java.util.List;
import java.util.Objects;

/**
 * What an action read, so that who consumed a bad value can be found later.
 *
 * @param resources one per resource read
 * @param rows how many rows were returned
 * @param digest SHA-256 in hex over the returned rows, in the order returned
 */
public record Reads(List<ReadResource> resources, long rows, String digest) {
    public Reads {
        resources = List.copyOf(resources);
        Objects.requireNonNull(digest, "digest");
    }

    /**
     * @param resource for example {@code public.orders}
     * @param keys the keys of the rows returned; empty when they are not known or too many
     * @param whole true when {@code keys} does not tell which rows: the reader may have seen any of the resource
     */
    public record ReadResource(String resource, List<Image> keys, boolean whole) {
        public ReadResource {
            keys = List.copyOf(keys);
        }
    }

    public static Reads none() {
        return new Reads(List.of(), 0, "");
    }
}
