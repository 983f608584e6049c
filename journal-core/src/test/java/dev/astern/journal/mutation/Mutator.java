package dev.astern.journal.mutation;

import dev.astern.journal.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Changes one thing at random, always to something else than it was. */
public final class Mutator {
    private final SplittableRandom random;

    public Mutator(long seed) {
        random = new SplittableRandom(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    /** Flips, sets, cuts, extends, removes, repeats or swaps. */
    public byte[] mutate(byte[] bytes) {
        byte[] mutated;
        do {
            mutated = once(bytes);
        } while (Arrays.equals(mutated, bytes));
        return mutated;
    }

    private byte[] once(byte[] bytes) {
        int from = below(bytes.length);
        int to = between(from, Math.min(bytes.length, from + 100));
        return switch (below(8)) {
            case 0 -> set(bytes, from, (byte) (bytes[from] ^ 1 << below(8)));
            case 1 -> set(bytes, from, (byte) below(256));
            case 2 -> set(bytes, from, bytes[below(bytes.length)]);
            case 3 -> Arrays.copyOf(bytes, from);
            case 4 -> joined(bytes, some(between(1, 40)));
            case 5 -> joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
            case 6 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
            default -> swapped(bytes, from, to, between(to, bytes.length));
        };
    }

    private static byte[] set(byte[] bytes, int index, byte value) {
        var other = bytes.clone();
        other[index] = value;
        return other;
    }

    private static byte[] swapped(byte[] bytes, int from, int middle, int to) {
        return joined(
                joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, middle, to)),
                joined(Arrays.copyOfRange(bytes, from, middle), Arrays.copyOfRange(bytes, to, bytes.length)));
    }

    private static byte[] joined(byte[] left, byte[] right) {
        var all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    public byte[] some(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    public Hash mutate(Hash hash) {
        var bytes = hash.toArray();
        bytes[below(bytes.length)] ^= (byte) (1 << below(8));
        return Hash.copyOf(bytes);
    }

    /** Flips a bit, or cuts, extends, repeats, replaces, swaps or turns around whole hashes. */
    public List<Hash> mutate(List<Hash> hashes, Hash other) {
        var mutated = new ArrayList<>(hashes);
        int at = hashes.isEmpty() ? 0 : below(hashes.size());
        switch (hashes.isEmpty() ? 0 : below(9)) {
            case 0 -> mutated.add(other);
            case 1 -> mutated.addFirst(other);
            case 2 -> mutated.set(at, other);
            case 3 -> mutated.remove(at);
            case 4 -> mutated.subList(at, mutated.size()).clear();
            case 5 -> mutated.add(at, hashes.get(at));
            case 6 -> Collections.swap(mutated, at, below(hashes.size()));
            case 7 -> Collections.reverse(mutated);
            default -> mutated.set(at, mutate(hashes.get(at)));
        }
        return mutated;
    }
}
