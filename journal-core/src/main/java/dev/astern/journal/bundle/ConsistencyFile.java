package dev.astern.journal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.JsonObject;
import dev.astern.journal.Parsed;
import dev.astern.journal.tree.ConsistencyProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A proof that one checkpoint's tree begins with another's: {@code consistency.json} and {@code timestamp.json}. */
public final class ConsistencyFile {
    public static final int MAX_BYTES = 64 << 10;

    private static final int MAX_HASHES = 64;

    private ConsistencyFile() {}

    public static byte[] encode(ConsistencyProof proof) {
        var hashes = proof.hashes().stream().map(Hash::base64).toList();
        var json = Map.of("hashes", hashes, "new_size", proof.newSize(), "old_size", proof.oldSize());
        return (CanonicalJson.write(json) + "\n").getBytes(UTF_8);
    }

    public static Parsed<ConsistencyProof> parse(byte[] bytes) {
        return bytes.length > MAX_BYTES
                ? Parsed.malformed(Flaw.TOO_LARGE)
                : JsonFile.parse(bytes).then(ConsistencyFile::proof);
    }

    private static Parsed<ConsistencyProof> proof(JsonObject json) {
        if (!json.keySet().equals(Set.of("hashes", "new_size", "old_size"))
                || !(json.get("new_size") instanceof Long newSize)
                || !(json.get("old_size") instanceof Long oldSize)
                || !(json.get("hashes") instanceof List<?> list)
                || list.size() > MAX_HASHES
                || oldSize < 0
                || newSize < oldSize) {
            return Parsed.malformed(Flaw.CONSISTENCY_FILE);
        }
        var hashes = new ArrayList<Hash>();
        for (var item : list) {
            var hash = item instanceof String text ? Hash.fromBase64(text).orElse(null) : null;
            if (hash == null) {
                return Parsed.malformed(Flaw.CONSISTENCY_FILE);
            }
            hashes.add(hash);
        }
        return Parsed.read(new ConsistencyProof(oldSize, newSize, hashes));
    }
}
