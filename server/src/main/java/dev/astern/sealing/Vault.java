package dev.astern.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.model.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens under the keys of sessions and persons. It remembers keys for a moment only, so that one that another
 * node has destroyed is soon forgotten here as well.
 */
public final class Vault {
    /** How long another node may go on using a key that was destroyed here. */
    public static final Duration REMEMBERED = Duration.ofSeconds(30);

    private static final int MAX_REMEMBERED = 20_000;
    private static final String TEXT = "~1:";

    private final MasterKey master;
    private final KeyStore store;
    private final Ids ids;
    private final Clock clock;
    private final Map<String, Remembered> byScope = bounded();
    private final Map<String, Remembered> byId = bounded();

    private record Remembered(@Nullable DataKey key, Instant until) {}

    public Vault(MasterKey master, KeyStore store, Ids ids, Clock clock) {
        this.master = master;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes sure that this master key wrapped the keys in the store, before anything is sealed under another.
     *
     * @throws WrongMasterKeyException when it did not
     */
    public void check() {
        current(new KeyScope("check"));
    }

    public Sealed seal(KeyScope scope, byte[] plain, String bound) {
        var key = current(scope);
        return new Sealed(key.id(), Bytes.copyOf(key.seal(plain, bound.getBytes(UTF_8))));
    }

    /**
     * Opens what was sealed; empty when its key was destroyed.
     *
     * @throws SealBrokenException when it is not what was sealed
     */
    public Optional<byte[]> open(Sealed sealed, String bound) {
        return key(sealed.keyId())
                .map(key -> key.open(sealed.bytes().toArray(), bound.getBytes(UTF_8))
                        .orElseThrow(() -> new SealBrokenException(sealed.keyId())));
    }

    /** As {@link #seal}, for a column of text. */
    public String sealText(KeyScope scope, String plain) {
        var sealed = seal(scope, plain.getBytes(UTF_8), scope.name());
        return TEXT + sealed.keyId() + ":" + sealed.bytes().base64();
    }

    /** The text of a column; empty when its key was destroyed. Text from before there were keys is given back as it is. */
    public Optional<String> openText(KeyScope scope, String column) {
        if (!column.startsWith(TEXT)) {
            return Optional.of(column);
        }
        var parts = column.split(":", 3);
        var sealed = new Sealed(parts[1], Bytes.copyOf(Base64.getDecoder().decode(parts[2])));
        return open(sealed, scope.name()).map(bytes -> new String(bytes, UTF_8));
    }

    public String pseudonym(String person) {
        return master.pseudonym(person);
    }

    /** Forgets all keys at once; to be called where keys were destroyed. */
    public synchronized void forget() {
        byScope.clear();
        byId.clear();
    }

    private DataKey current(KeyScope scope) {
        var known = remembered(byScope, scope.name());
        if (known != null && known.key() != null) {
            return known.key();
        }
        var fresh = master.fresh(ids.next("key"));
        var kept =
                store.currentOr(new KeyStore.WrappedKey(fresh.id(), scope.name(), master.wrap(fresh)), clock.instant());
        var key = unwrap(kept);
        remember(byScope, scope.name(), key);
        remember(byId, key.id(), key);
        return key;
    }

    private Optional<DataKey> key(String id) {
        var known = remembered(byId, id);
        if (known == null) {
            var key = store.byId(id).map(this::unwrap).orElse(null);
            remember(byId, id, key);
            return Optional.ofNullable(key);
        }
        return Optional.ofNullable(known.key());
    }

    private DataKey unwrap(KeyStore.WrappedKey wrapped) {
        return master.unwrap(wrapped.id(), wrapped.wrapped()).orElseThrow(WrongMasterKeyException::new);
    }

    private synchronized @Nullable Remembered remembered(Map<String, Remembered> keys, String name) {
        var known = keys.get(name);
        return known != null && clock.instant().isBefore(known.until()) ? known : null;
    }

    private synchronized void remember(Map<String, Remembered> keys, String name, @Nullable DataKey key) {
        keys.put(name, new Remembered(key, clock.instant().plus(REMEMBERED)));
    }

    private static Map<String, Remembered> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                return size() > MAX_REMEMBERED;
            }
        };
    }
}
