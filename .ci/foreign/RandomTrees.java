import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Hash;
import dev.astern.journal.tree.CompactRange;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.HashSource;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.ProofCheck;
import dev.astern.journal.tree.ProofCheck.Proven;
import dev.astern.journal.tree.ProofCheck.Refuted;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving.Made;
import dev.astern.journal.tree.Subtree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random trees with a right and a broken proof of each kind, a line each, and what our verifier says of them. Most trees
 * are small and all their leaves different; some are as large as trees can be, and all their leaves the same. A broken
 * proof may be right again by chance, which is for all verifiers to agree on.
 *
 * <p>Arguments: SEED TREES CASES-FILE VERDICTS-FILE
 */
final class RandomTrees {
    private static final int SMALL = 300;
    private static final int LARGE_EVERY = 10;
    private static final int MAX_LEVEL = 61;

    private final Random random;
    private final PrintStream cases;
    private final PrintStream verdicts;

    private RandomTrees(Random random, PrintStream cases, PrintStream verdicts) {
        this.random = random;
        this.cases = cases;
        this.verdicts = verdicts;
    }

    public static void main(String[] arguments) throws IOException {
        var random = new Random(Long.parseLong(arguments[0]));
        try (var cases = new PrintStream(Files.newOutputStream(Path.of(arguments[2])), false, "UTF-8");
                var verdicts = new PrintStream(Files.newOutputStream(Path.of(arguments[3])), false, "UTF-8")) {
            var trees = new RandomTrees(random, cases, verdicts);
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                trees.tree(i % LARGE_EVERY == 0 ? trees.large() : trees.small());
            }
        }
    }

    /** A tree, of which nothing but hashes is kept. */
    private record Tree(long size, Map<Long, byte[]> leaves, byte[] everyLeaf, HashSource hashes) {
        byte[] leaf(long index) {
            return leaves.getOrDefault(index, everyLeaf);
        }

        Hash root(long ofSize) {
            return CompactRange.of(ofSize, hashes).orElseThrow().root();
        }
    }

    private record Inclusion(byte[] leaf, Hash root, InclusionProof proof) {}

    private record Consistency(Hash oldRoot, Hash newRoot, ConsistencyProof proof) {}

    private Tree small() {
        long size = 1 + random.nextInt(SMALL);
        var leaves = new HashMap<Long, byte[]>();
        var hashes = new HashMap<Subtree, Hash>();
        var tree = CompactRange.EMPTY;
        for (long i = 0; i < size; i++) {
            leaves.put(i, bytes(random.nextInt(40)));
            tree = tree.append(Hash.ofLeaf(leaves.get(i)), hashes::put);
        }
        return new Tree(size, leaves, new byte[0], wanted -> hashes);
    }

    private Tree large() {
        long size = 1 + (random.nextLong() >>> (3 + random.nextInt(MAX_LEVEL - 1)));
        var leaf = bytes(20);
        var levels = new ArrayList<Hash>();
        levels.add(Hash.ofLeaf(leaf));
        for (int level = 0; level < MAX_LEVEL; level++) {
            levels.add(Hash.ofNode(levels.get(level), levels.get(level)));
        }
        return new Tree(size, Map.of(), leaf, wanted -> {
            var found = new HashMap<Subtree, Hash>();
            wanted.forEach(subtree -> found.put(subtree, levels.get(subtree.level())));
            return found;
        });
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void tree(Tree tree) {
        var inclusion = inclusion(tree);
        write(inclusion, "none");
        var broken = breakIt(inclusion.proof().hashes());
        write(breakInclusion(inclusion, broken), broken.how());
        var consistency = consistency(tree);
        write(consistency, "none");
        broken = breakIt(consistency.proof().hashes());
        write(breakConsistency(consistency, broken), broken.how());
    }

    private Inclusion inclusion(Tree tree) {
        long index = below(tree.size());
        var made = (Made<InclusionProof>) new Prover(tree.hashes()).inclusion(index, tree.size());
        return new Inclusion(tree.leaf(index), tree.root(tree.size()), made.proof());
    }

    /** From a tree of one leaf on: that all trees begin with none is not for every verifier to say. */
    private Consistency consistency(Tree tree) {
        long old = 1 + below(tree.size());
        var made = (Made<ConsistencyProof>) new Prover(tree.hashes()).consistency(old, tree.size());
        return new Consistency(tree.root(old), tree.root(tree.size()), made.proof());
    }

    private long below(long bound) {
        return Math.floorMod(random.nextLong(), bound);
    }

    private record Broken(String how, List<Hash> hashes) {}

    private Broken breakIt(List<Hash> hashes) {
        var all = new ArrayList<>(hashes);
        int place = all.isEmpty() ? 0 : random.nextInt(all.size());
        switch (random.nextInt(9)) {
            case 0 -> all.add(random.nextInt(all.size() + 1), Hash.sha256(bytes(8)));
            case 1 -> all.add(all.isEmpty() ? Hash.EMPTY_TREE : all.get(place));
            case 2 -> all.subList(0, all.isEmpty() ? 0 : 1).clear();
            case 3 -> all.subList(Math.max(0, all.size() - 1), all.size()).clear();
            case 4 -> Collections.swap(padded(all), place, random.nextInt(all.size()));
            case 5 -> padded(all).set(place, flipped(all.get(place)));
            case 6 -> {
                return new Broken("size", all);
            }
            case 7 -> {
                return new Broken("index", all);
            }
            default -> {
                return new Broken("root", all);
            }
        }
        return new Broken("hashes", all);
    }

    private static List<Hash> padded(List<Hash> hashes) {
        if (hashes.isEmpty()) {
            hashes.add(Hash.EMPTY_TREE);
        }
        return hashes;
    }

    private Hash flipped(Hash hash) {
        var bytes = hash.toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Hash.copyOf(bytes);
    }

    private Inclusion breakInclusion(Inclusion good, Broken broken) {
        long index = good.proof().leafIndex();
        long size = good.proof().treeSize();
        return switch (broken.how()) {
            case "size" -> new Inclusion(
                    good.leaf(), good.root(), new InclusionProof(index, otherSize(size), broken.hashes()));
            case "index" -> new Inclusion(
                    good.leaf(), good.root(), new InclusionProof(otherSize(index + 1) - 1, size, broken.hashes()));
            case "root" -> random.nextBoolean()
                    ? new Inclusion(good.leaf(), flipped(good.root()), good.proof())
                    : new Inclusion(bytes(20), good.root(), good.proof());
            default -> new Inclusion(good.leaf(), good.root(), new InclusionProof(index, size, broken.hashes()));
        };
    }

    private Consistency breakConsistency(Consistency good, Broken broken) {
        long old = good.proof().oldSize();
        long size = good.proof().newSize();
        return switch (broken.how()) {
            case "size" -> new Consistency(
                    good.oldRoot(), good.newRoot(), new ConsistencyProof(old, otherSize(size), broken.hashes()));
            case "index" -> new Consistency(
                    good.oldRoot(), good.newRoot(), new ConsistencyProof(otherSize(old), size, broken.hashes()));
            case "root" -> random.nextBoolean()
                    ? new Consistency(flipped(good.oldRoot()), good.newRoot(), good.proof())
                    : new Consistency(good.oldRoot(), flipped(good.newRoot()), good.proof());
            default -> new Consistency(good.oldRoot(), good.newRoot(), new ConsistencyProof(old, size, broken.hashes()));
        };
    }

    /** At least 1. */
    private long otherSize(long size) {
        return switch (random.nextInt(4)) {
            case 0 -> size + 1;
            case 1 -> Math.max(1, size - 1);
            case 2 -> size * 2;
            default -> 1 + below(2 * size);
        };
    }

    private void write(Inclusion inclusion, String broken) {
        var proof = inclusion.proof();
        write(
                Map.of(
                        "kind", "inclusion",
                        "leaf", Base64.getEncoder().encodeToString(inclusion.leaf()),
                        "index", Long.toString(proof.leafIndex()),
                        "size", Long.toString(proof.treeSize()),
                        "root", inclusion.root().base64(),
                        "hashes", proof.hashes().stream().map(Hash::base64).toList(),
                        "broken", broken),
                proof.verify(Hash.ofLeaf(inclusion.leaf()), inclusion.root()));
    }

    private void write(Consistency consistency, String broken) {
        var proof = consistency.proof();
        write(
                Map.of(
                        "kind", "consistency",
                        "old_size", Long.toString(proof.oldSize()),
                        "old_root", consistency.oldRoot().base64(),
                        "size", Long.toString(proof.newSize()),
                        "root", consistency.newRoot().base64(),
                        "hashes", proof.hashes().stream().map(Hash::base64).toList(),
                        "broken", broken),
                proof.verify(consistency.oldRoot(), consistency.newRoot()));
    }

    private void write(Map<String, Object> line, ProofCheck check) {
        cases.println(CanonicalJson.write(line));
        verdicts.println(line.get("kind") + " " + line.get("broken") + " " + verdict(check));
    }

    private static String verdict(ProofCheck check) {
        return switch (check) {
            case Proven() -> "yes -";
            case Refuted(var step, var detail) -> "no " + step;
        };
    }
}
