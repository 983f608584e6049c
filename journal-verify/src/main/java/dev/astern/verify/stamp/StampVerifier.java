package dev.astern.verify.stamp;

import dev.astern.journal.Hash;
import dev.astern.verify.stamp.StampCheck.Refused;
import dev.astern.verify.stamp.StampCheck.Stamped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Checks RFC 3161 responses: the token's form, its signature and the certificate it names (section 2.4.2), what it is
 * over, and the certificate's way to an authority that is trusted, as all was at the time it states. Whether a
 * certificate was revoked since is not looked up: that would take a network.
 *
 * @param authorities certificates that end a chain
 */
public record StampVerifier(List<X509Certificate> authorities) {
    public static final int MAX_BYTES = 64 << 10;

    private static final Set<String> DIGESTS = Set.of(
            NISTObjectIdentifiers.id_sha256.getId(),
            NISTObjectIdentifiers.id_sha384.getId(),
            NISTObjectIdentifiers.id_sha512.getId());

    public StampVerifier {
        authorities = List.copyOf(authorities);
    }

    /** @param stamped the bytes that the authority is said to have seen the SHA-256 of */
    public StampCheck verify(byte[] response, byte[] stamped) {
        if (response.length > MAX_BYTES) {
            return new Refused("it is larger than any that we would read");
        }
        try {
            return verify(token(response), Hash.sha256(stamped));
        } catch (TSPException | IOException | GeneralSecurityException | OperatorCreationException e) {
            return new Refused("it is malformed, its signature does not fit, or its certificate may not sign it");
        } catch (RuntimeException | StackOverflowError e) {
            // What is not ASN.1 of the right shape comes out of the library in many ways.
            return new Refused("it is malformed");
        }
    }

    private static TimeStampToken token(byte[] response) throws IOException, TSPException {
        var in = new ASN1InputStream(response, false);
        var parsed = new TimeStampResponse(TimeStampResp.getInstance(in.readObject()));
        int status = parsed.getStatus();
        if (in.read() >= 0 || (status != PKIStatus.GRANTED && status != PKIStatus.GRANTED_WITH_MODS)) {
            throw new TSPException("not granted, or something is behind it");
        }
        if (parsed.getTimeStampToken() == null) {
            throw new TSPException("no token");
        }
        return parsed.getTimeStampToken();
    }

    private StampCheck verify(TimeStampToken token, Hash stamped)
            throws TSPException, GeneralSecurityException, OperatorCreationException, IOException {
        var info = token.getTimeStampInfo();
        if (!NISTObjectIdentifiers.id_sha256.equals(info.getMessageImprintAlgOID())
                || !Arrays.equals(info.getMessageImprintDigest(), stamped.toArray())) {
            return new Refused("it is over something else than timestamp.checkpoint");
        }
        if (!DIGESTS.contains(signer(token).getDigestAlgOID())) {
            return new Refused("it is signed with a digest that is too weak");
        }
        var certificates = new Certificates(token, authorities);
        var signer = certificates.signer();
        if (signer.isEmpty()) {
            return new Refused("the certificate that signed it is neither in it nor among those given");
        }
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer.get()));
        var time = info.getGenTime().toInstant();
        return certificates.leadToAuthority(signer.get(), time)
                ? new Stamped(time)
                : new Refused("its certificate does not lead to an authority that was given, as of the time it states");
    }

    private static SignerInformation signer(TimeStampToken token) {
        return token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
    }
}
