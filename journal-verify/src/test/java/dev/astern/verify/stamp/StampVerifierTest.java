package dev.astern.verify.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.mutation.Cases;
import dev.astern.journal.mutation.Mutator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.junit.jupiter.api.Test;

class StampVerifierTest {
    private static final byte[] STAMPED = "what was seen".getBytes(UTF_8);
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

    private final TestAuthority authority = new TestAuthority();

    @Test
    void a_response_of_a_trusted_authority_says_when() {
        assertThat(verify(authority, authority.stamp(STAMPED, TIME))).isEqualTo(new StampCheck.Stamped(TIME));
        var pinned = new StampVerifier(List.of(authority.certificate));
        assertThat(pinned.verify(authority.stamp(STAMPED, TIME), STAMPED)).isEqualTo(new StampCheck.Stamped(TIME));
    }

    @Test
    void it_is_over_these_bytes() {
        assertRefused(
                "something else",
                new StampVerifier(List.of(authority.root))
                        .verify(authority.stamp(STAMPED, TIME), "other".getBytes(UTF_8)));
        var other = authority.stamp(NISTObjectIdentifiers.id_sha512, new byte[64], TIME);
        assertRefused("something else", verify(authority, other));
    }

    @Test
    void it_leads_to_an_authority_that_is_trusted() {
        assertRefused("does not lead", verify(new TestAuthority(), authority.stamp(STAMPED, TIME)));
    }

    @Test
    void certificates_are_valid_at_the_time_it_states() {
        for (var time : List.of("2025-12-31T23:59:59Z", "2027-06-01T00:00:00Z")) {
            assertThat(verify(authority, authority.stamp(STAMPED, Instant.parse(time))))
                    .isInstanceOf(StampCheck.Refused.class);
        }
    }

    @Test
    void a_certificate_is_for_time_stamps_only() {
        for (var wrong : List.of(
                new TestAuthority.Wrong(true, false, "SHA256withECDSA", false),
                new TestAuthority.Wrong(false, true, "SHA256withECDSA", false))) {
            // The library that makes tokens refuses such a certificate, too.
            assertThat(catchAll(() -> verify(new TestAuthority(wrong), new TestAuthority(wrong).stamp(STAMPED, TIME))))
                    .isNotInstanceOf(StampCheck.Stamped.class);
        }
    }

    private static Object catchAll(java.util.function.Supplier<Object> check) {
        try {
            return check.get();
        } catch (IllegalStateException e) {
            return "";
        }
    }

    @Test
    void weak_digests_are_refused() {
        var weak = new TestAuthority(new TestAuthority.Wrong(false, false, "SHA1withECDSA", false));
        assertRefused("too weak", verify(weak, weak.stamp(STAMPED, TIME)));
    }

    @Test
    void a_token_without_its_certificate_needs_it_from_elsewhere() {
        var bare = new TestAuthority(new TestAuthority.Wrong(false, false, "SHA256withECDSA", true));
        assertRefused("neither in it", verify(bare, bare.stamp(STAMPED, TIME)));
        var both = new StampVerifier(List.of(bare.root, bare.certificate));
        assertThat(both.verify(bare.stamp(STAMPED, TIME), STAMPED)).isEqualTo(new StampCheck.Stamped(TIME));
    }

    @Test
    void whatever_is_malformed_is_refused() {
        var good = authority.stamp(STAMPED, TIME);
        assertThat(verify(authority, new byte[0])).isInstanceOf(StampCheck.Refused.class);
        assertThat(verify(authority, Arrays.copyOf(good, good.length + 1))).isInstanceOf(StampCheck.Refused.class);
        assertThat(verify(authority, new byte[StampVerifier.MAX_BYTES + 1])).isInstanceOf(StampCheck.Refused.class);
        var deep = new byte[60_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        assertThat(verify(authority, deep)).isInstanceOf(StampCheck.Refused.class);
    }

    @Test
    void a_changed_response_says_nothing_else() {
        var good = authority.stamp(STAMPED, TIME);
        Cases.run("mutations of time stamps", Cases.MANY / 10, seed -> {
            var changed = new Mutator(seed).mutate(good);
            // Some bytes are nobody's: of a status text, of unsigned attributes, of certificates that are not needed.
            assertThat(verify(authority, changed))
                    .matches(
                            check -> check instanceof StampCheck.Refused || check.equals(new StampCheck.Stamped(TIME)));
        });
    }

    private static StampCheck verify(TestAuthority trusted, byte[] response) {
        return new StampVerifier(List.of(trusted.root)).verify(response, STAMPED);
    }

    private static void assertRefused(String why, StampCheck check) {
        assertThat(check)
                .isInstanceOfSatisfying(
                        StampCheck.Refused.class,
                        refused -> assertThat(refused.detail()).contains(why));
    }
}
