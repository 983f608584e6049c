package dev.astern.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.disk.Disk;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.witness.AddCheckpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a witness answers, without how it is asked. Safe for many threads. */
final class Witness {
    private final Map<String, WatchedLog> byOrigin = new HashMap<>();
    private final Map<String, WatchedLog> byHash = new HashMap<>();

    /**
     * @param folder that has a folder for each log
     * @param logKeys by whose names the logs are known; several of one name are one log's
     */
    Witness(Disk disk, Path folder, List<VerifierKey> logKeys, Cosigner cosigner, Clock clock) {
        var keys = new HashMap<String, List<VerifierKey>>();
        for (var key : logKeys) {
            if (key.type() == KeyType.COSIGNATURE) {
                throw new IllegalArgumentException("a witness's key is none of a log: " + key.text());
            }
            keys.computeIfAbsent(key.name(), name -> new ArrayList<>()).add(key);
        }
        keys.forEach((origin, ofLog) -> {
            var hash = Hash.sha256(origin.getBytes(UTF_8)).hex();
            var latest = new Latest(disk, folder.resolve(hash), origin);
            var log = new WatchedLog(latest, ofLog, cosigner, clock);
            byOrigin.put(origin, log);
            byHash.put(hash, log);
        });
    }

    /** POST add-checkpoint. */
    Reply add(byte[] body) {
        return switch (AddCheckpoint.parse(body)) {
            case Parsed.Malformed<AddCheckpoint>(var flaw) -> Reply.sentence(400, flaw.sentence());
            case Parsed.Read<AddCheckpoint>(var request) -> add(request);
        };
    }

    private Reply add(AddCheckpoint request) {
        var text = request.checkpoint().text();
        var log = byOrigin.get(text.substring(0, text.indexOf('\n')));
        return log == null ? Reply.sentence(404, "this witness does not watch that log") : log.add(request);
    }

    /** GET HASH/checkpoint, with the hash of the origin in hex. */
    Reply latest(String originHash) {
        var log = byHash.get(originHash);
        if (log == null) {
            return Reply.sentence(404, "this witness does not watch that log");
        }
        return log.cosigned()
                .map(Reply::note)
                .orElse(Reply.sentence(404, "no checkpoint of that log was cosigned yet"));
    }
}
