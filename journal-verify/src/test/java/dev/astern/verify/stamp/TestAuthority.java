package dev.astern.verify.stamp;

import dev.astern.journal.Hash;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A certificate authority and a time stamp authority below it. */
public final class TestAuthority {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    public final X509Certificate root;
    final X509Certificate certificate;
    private final KeyPair keys;

    /** What can be wrong with one. */
    record Wrong(boolean withoutPurpose, boolean otherPurpose, String signature, boolean withoutCertificate) {
        static final Wrong NOTHING = new Wrong(false, false, "SHA256withECDSA", false);
    }

    private final Wrong wrong;

    public TestAuthority() {
        this(Wrong.NOTHING);
    }

    TestAuthority(Wrong wrong) {
        this.wrong = wrong;
        try {
            var rootKeys = keys();
            keys = keys();
            root = certificate("CN=root", rootKeys, "CN=root", rootKeys, true);
            certificate = certificate("CN=root", rootKeys, "CN=tsa", keys, false);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private X509Certificate certificate(String issuer, KeyPair issuerKeys, String name, KeyPair own, boolean authority)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(authority ? 1 : 2),
                Date.from(FROM),
                Date.from(FROM.plus(Duration.ofDays(365))),
                new X500Name(name),
                own.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority && !wrong.withoutPurpose()) {
            var purpose = wrong.otherPurpose() ? KeyPurposeId.id_kp_codeSigning : KeyPurposeId.id_kp_timeStamping;
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    }

    /** A response that says that these bytes were seen. */
    public byte[] stamp(byte[] bytes, Instant time) {
        return stamp(NISTObjectIdentifiers.id_sha256, Hash.sha256(bytes).toArray(), time);
    }

    byte[] stamp(ASN1ObjectIdentifier algorithm, byte[] digest, Instant time) {
        try {
            var requests = new TimeStampRequestGenerator();
            requests.setCertReq(!wrong.withoutCertificate());
            var request = requests.generate(algorithm, digest, BigInteger.ONE);
            var digests = new JcaDigestCalculatorProviderBuilder().build();
            var tokens = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder()
                            .build(wrong.signature(), keys.getPrivate(), signingCertificate()),
                    digests.get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                    new ASN1ObjectIdentifier("1.2.3.4"));
            tokens.addCertificates(new JcaCertStore(List.of(certificate)));
            var responses = new TimeStampResponseGenerator(tokens, Set.of(algorithm));
            return responses
                    .generateGrantedResponse(request, BigInteger.TEN, Date.from(time))
                    .getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate signingCertificate() {
        return certificate;
    }
}
