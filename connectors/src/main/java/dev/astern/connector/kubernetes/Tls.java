package dev.astern.connector.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom to believe, and how to show who we are. */
final class Tls {
    private Tls() {}

    /** @param certificate and key as PEM texts, both by reference */
    record Client(String certificate, String key) {}

    /** @param authority the path of a PEM file; where it is empty, the machine's own trust counts */
    static SSLContext context(Optional<String> authority, Optional<Client> client) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    client.isPresent() ? keys(client.get()) : null,
                    authority.isPresent() ? trust(file(authority.get())) : null,
                    null);
            return context;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw bad("its certificates or its key can't be used");
        }
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path), UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw bad("there is no file " + path + " that can be read");
        }
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
        var store = store();
        int number = 0;
        for (var certificate : certificates(pem)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
        var found = List.<Certificate>copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8))));
        if (found.isEmpty()) {
            throw bad("there is no certificate in it");
        }
        return found;
    }

    private static KeyManager[] keys(Client client) throws GeneralSecurityException, IOException {
        var store = store();
        var word = UUID.randomUUID().toString().toCharArray();
        var chain = certificates(client.certificate()).toArray(Certificate[]::new);
        store.setKeyEntry("client", key(client.key()), word, chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, word);
        return factory.getKeyManagers();
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw bad("the client's key is not PKCS #8; `openssl pkcs8 -topk8 -nocrypt` makes it so");
        }
        var body = pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----|-----END PRIVATE KEY-----.*|\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
        for (var algorithm : List.of("RSA", "EC", "Ed25519")) {
            var key = key(algorithm, spec);
            if (key != null) {
                return key;
            }
        }
        throw bad("the client's key is of no kind that can be used");
    }

    private static @Nullable PrivateKey key(String algorithm, PKCS8EncodedKeySpec spec)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return null;
        }
    }
}
