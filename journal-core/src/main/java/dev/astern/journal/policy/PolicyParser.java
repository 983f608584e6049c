package dev.astern.journal.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.NoteText;
import dev.astern.journal.note.VerifierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** C2SP tlog-policy, section Policy file syntax and structure, line by line. A failed step returns its flaw. */
final class PolicyParser {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEFINITIONS = 256;
    private static final Set<KeyType> LOG_TYPES = Set.of(KeyType.ED25519, KeyType.ML_DSA_44);
    private static final Set<KeyType> WITNESS_TYPES = Set.of(KeyType.COSIGNATURE);
    private static final String NONE = "none";

    private final List<Policy.Log> logs = new ArrayList<>();
    private final List<Policy.Witness> witnesses = new ArrayList<>();
    private final Map<String, Quorum> defined = new HashMap<>();
    private final Set<String> members = new HashSet<>();
    private final Set<Bytes> publicKeys = new HashSet<>();
    private @Nullable Quorum quorum;

    PolicyReading parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new PolicyReading.Malformed(Flaw.TOO_LARGE, 1);
        }
        // Octets beyond ASCII mean nothing here, so each is a character of its own.
        var lines = new String(bytes, ISO_8859_1).split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            var flaw = line(lines[i]);
            if (flaw.isPresent()) {
                return new PolicyReading.Malformed(flaw.get(), i + 1);
            }
        }
        if (!lines[lines.length - 1].isEmpty()) {
            return new PolicyReading.Malformed(Flaw.POLICY_LINE, lines.length);
        }
        return quorum == null
                ? new PolicyReading.Malformed(Flaw.POLICY_QUORUM, lines.length)
                : new PolicyReading.Read(new Policy(logs, witnesses, quorum));
    }

    private Optional<Flaw> line(String line) {
        if (line.chars().anyMatch(PolicyParser::isControl)) {
            return Optional.of(Flaw.POLICY_CHARACTER);
        }
        var items = List.of(line.replace('\t', ' ').trim().split(" +"));
        var keyword = items.getFirst();
        if (keyword.isEmpty() || keyword.startsWith("#")) {
            return Optional.empty();
        }
        return switch (keyword) {
            case "log" -> items.size() == 2 || items.size() == 3 ? log(items) : Optional.of(Flaw.POLICY_LINE);
            case "witness" -> items.size() == 3 || items.size() == 4 ? witness(items) : Optional.of(Flaw.POLICY_LINE);
            case "group" -> items.size() >= 4 ? group(items) : Optional.of(Flaw.POLICY_LINE);
            case "quorum" -> items.size() == 2 ? quorum(items.get(1)) : Optional.of(Flaw.POLICY_LINE);
            default -> Optional.of(Flaw.POLICY_LINE);
        };
    }

    private static boolean isControl(int octet) {
        return (octet < ' ' && octet != '\t') || octet == 0x7f;
    }

    private Optional<Flaw> log(List<String> items) {
        return switch (key(items.get(1), LOG_TYPES)) {
            case Parsed.Malformed<VerifierKey>(var flaw) -> Optional.of(flaw);
            case Parsed.Read<VerifierKey>(var key) -> {
                logs.add(new Policy.Log(key, last(items, 2)));
                yield Optional.empty();
            }
        };
    }

    private Optional<Flaw> witness(List<String> items) {
        return switch (key(items.get(2), WITNESS_TYPES)) {
            case Parsed.Malformed<VerifierKey>(var flaw) -> Optional.of(flaw);
            case Parsed.Read<VerifierKey>(var key) -> {
                witnesses.add(new Policy.Witness(items.get(1), key, last(items, 3)));
                yield define(items.get(1), new Quorum.Witness(key));
            }
        };
    }

    /** A key's name is UTF-8, whatever the file is. No key may be there twice, for a log or a witness. */
    private Parsed<VerifierKey> key(String octets, Set<KeyType> types) {
        return NoteText.decode(octets.getBytes(ISO_8859_1))
                .then(VerifierKey::parse)
                .then(key -> types.contains(key.type()) ? Parsed.read(key) : Parsed.malformed(Flaw.POLICY_KEY_TYPE))
                .then(key -> publicKeys.size() < MAX_DEFINITIONS && publicKeys.add(key.publicKey())
                        ? Parsed.read(key)
                        : Parsed.malformed(Flaw.POLICY_KEY));
    }

    private static Optional<String> last(List<String> items, int index) {
        return items.stream().skip(index).findFirst();
    }

    private Optional<Flaw> define(String name, Quorum meaning) {
        boolean fresh = !name.equals(NONE) && defined.size() < 2 * MAX_DEFINITIONS;
        return fresh && defined.putIfAbsent(name, meaning) == null ? Optional.empty() : Optional.of(Flaw.POLICY_NAME);
    }

    private Optional<Flaw> group(List<String> items) {
        var listed = items.subList(3, items.size());
        var quorums = new ArrayList<Quorum>();
        for (var name : listed) {
            var member = defined.get(name);
            if (member == null || !members.add(name)) {
                return Optional.of(Flaw.POLICY_MEMBER);
            }
            quorums.add(member);
        }
        var threshold = threshold(items.get(2), listed.size());
        if (threshold.isEmpty()) {
            return Optional.of(Flaw.POLICY_THRESHOLD);
        }
        return define(items.get(1), new Quorum.Group(threshold.get(), quorums));
    }

    private static Optional<Integer> threshold(String text, int count) {
        if (text.equals("any")) {
            return Optional.of(1);
        }
        if (text.equals("all")) {
            return Optional.of(count);
        }
        // There are never as many members as five digits can say.
        boolean decimal = text.matches("[1-9][0-9]{0,4}");
        return decimal && Integer.parseInt(text) <= count ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private Optional<Flaw> quorum(String name) {
        var found = name.equals(NONE) ? new Quorum.None() : defined.get(name);
        if (found == null || quorum != null) {
            return Optional.of(Flaw.POLICY_QUORUM);
        }
        quorum = found;
        return Optional.empty();
    }
}
