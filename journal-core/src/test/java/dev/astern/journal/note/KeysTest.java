package dev.astern.journal.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
    /** Keys in public use, of both types. */
    private static final List<String> KEYS = List.of(
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");

    private static final String KEY = KEYS.getFirst();

    @Test
    void verifier_keys_are_read_and_written() {
        for (var text : KEYS) {
            assertThat(VerifierKey.parse(text))
                    .isInstanceOfSatisfying(
                            Parsed.Read.class,
                            read -> assertThat(((VerifierKey) read.value()).text())
                                    .isEqualTo(text));
        }
    }

    @Test
    void malformed_verifier_keys_say_why() {
        assertFlaw(Flaw.TOO_LARGE, KEY.repeat(100));
        assertFlaw(Flaw.VERIFIER_KEY, "");
        assertFlaw(Flaw.VERIFIER_KEY, "example.com/foo+530d903a");
        assertFlaw(Flaw.KEY_NAME, KEY.replace("example.com/foo", ""));
        assertFlaw(Flaw.KEY_NAME, KEY.replace("/", " "));
        assertFlaw(Flaw.KEY_NAME, KEY.replace("/", "\n"));
        assertFlaw(Flaw.KEY_ID, KEY.replace("530d903a", "530d903b"));
        assertFlaw(Flaw.KEY_ID, KEY.replace("530d903a", "530D903A"));
        assertFlaw(Flaw.KEY_ID, KEY.replace("530d903a", "0530d903a"));
        assertFlaw(Flaw.KEY_ID, KEY.replace("foo", "bar"));
        assertFlaw(Flaw.KEY_TYPE, KEY.replace("+Aeky", "+Auky"));
        assertFlaw(Flaw.KEY_TYPE, "a+00000000+AA==");
        assertFlaw(Flaw.PUBLIC_KEY, KEY + "AAAA");
        assertFlaw(Flaw.PUBLIC_KEY, KEY.substring(0, KEY.length() - 4));
        assertFlaw(Flaw.PUBLIC_KEY, KEY.substring(0, KEY.length() - 1));
        assertFlaw(Flaw.PUBLIC_KEY, KEY + "=");
        assertFlaw(Flaw.PUBLIC_KEY, "a+00000000+");
    }

    @Test
    void keys_under_which_any_text_is_signed_are_refused() {
        var small = List.of(
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa");
        for (var hex : small) {
            assertThat(PublicKeys.isUsable(Bytes.copyOf(HexFormat.of().parseHex(hex))))
                    .isFalse();
            assertFlaw(
                    Flaw.PUBLIC_KEY,
                    "a+00000000+"
                            + Base64.getEncoder().encodeToString(HexFormat.of().parseHex("01" + hex)));
        }
        // Not a point of the curve, and not a canonical number.
        assertThat(PublicKeys.isUsable(Bytes.copyOf(HexFormat.of().parseHex("02" + "00".repeat(31)))))
                .isFalse();
        assertThat(PublicKeys.isUsable(Bytes.copyOf(HexFormat.of().parseHex("ff".repeat(32)))))
                .isFalse();
    }

    @Test
    void rfc_8032s_first_key_signs_as_it_says() {
        var key = SigningKey.ofSeed(
                HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertThat(key.publicKey()).hasToString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(HexFormat.of().formatHex(key.sign(new byte[0])))
                .isEqualTo(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                                + "d25bf5f0595bbe24655141438e7a100b");
        assertThat(key.toString()).doesNotContain("9d61b1");
    }

    @Test
    void a_signing_key_is_kept_as_pkcs8() throws Exception {
        var key = SigningKey.generate(new SecureRandom());
        assertThat(SigningKey.ofPkcs8(key.pkcs8()))
                .isInstanceOfSatisfying(
                        Parsed.Read.class,
                        read -> assertThat(((SigningKey) read.value()).publicKey())
                                .isEqualTo(key.publicKey()));
        // The example of RFC 8410, section 10.3, as OpenSSL writes it; with a public key behind it, it is another form.
        var openssl = Base64.getDecoder().decode("MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC");
        assertThat(SigningKey.ofPkcs8(openssl))
                .isInstanceOfSatisfying(
                        Parsed.Read.class,
                        read -> assertThat(((SigningKey) read.value()).publicKey())
                                .hasToString("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"));
        var exchange = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate();
        for (var bad : List.of(new byte[0], Arrays.copyOf(key.pkcs8(), 47), exchange.getEncoded())) {
            assertThat(SigningKey.ofPkcs8(bad)).isEqualTo(Parsed.malformed(Flaw.PRIVATE_KEY));
        }
        assertThatThrownBy(() -> SigningKey.ofSeed(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_jdk_signs_the_same_and_takes_what_we_sign() throws Exception {
        var random = new SecureRandom();
        for (int i = 0; i < 20; i++) {
            var key = SigningKey.generate(random);
            var text = new byte[random.nextInt(300)];
            random.nextBytes(text);
            var theirs = Signature.getInstance("Ed25519");
            theirs.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(key.pkcs8())));
            theirs.update(text);
            assertThat(key.sign(text)).isEqualTo(theirs.sign());
        }
    }

    @Test
    void a_key_of_mixed_order_is_refused() {
        // The base point and the point of order 2 added up: on the curve, and not in the group that signs.
        var mixed = "9599999999999999999999999999999999999999999999999999999999999999";
        assertThat(PublicKeys.isUsable(Bytes.copyOf(HexFormat.of().parseHex(mixed))))
                .isFalse();
    }

    @Test
    void a_signature_has_one_form() {
        var key = SigningKey.ofSeed(new byte[32]);
        var text = new byte[] {1, 2, 3};
        var signature = key.sign(text);
        assertThat(PublicKeys.verifies(key.publicKey(), text, Bytes.copyOf(signature)))
                .isTrue();
        assertThat(PublicKeys.verifies(key.publicKey(), text, Bytes.copyOf(plusOrder(signature))))
                .isFalse();
    }

    /** The same number in a second form, which careless verifiers take. */
    private static byte[] plusOrder(byte[] signature) {
        var order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        var number = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64))).add(order);
        var other = signature.clone();
        for (int i = 0; i < 32; i++) {
            other[32 + i] = number.shiftRight(8 * i).byteValue();
        }
        return other;
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static void assertFlaw(Flaw flaw, String key) {
        assertThat(VerifierKey.parse(key)).as("%s", key).isEqualTo(Parsed.malformed(flaw));
    }
}
