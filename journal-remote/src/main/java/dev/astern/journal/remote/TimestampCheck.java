package dev.astern.journal.remote;

import dev.astern.journal.Bytes;
import dev.astern.journal.remote.TimestampAnswer.Bad;
import dev.astern.journal.remote.TimestampAnswer.Refused;
import dev.astern.journal.remote.TimestampAnswer.Stamped;
import dev.astern.journal.remote.TimestampAnswer.Step;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/** Whether an authority's answer is one to what it was asked. RFC 3161, sections 2.2 and 2.4.2. */
final class TimestampCheck {
    private static final Set<ASN1ObjectIdentifier> SAFE_HASHES = Set.of(
            NISTObjectIdentifiers.id_sha256,
            NISTObjectIdentifiers.id_sha384,
            NISTObjectIdentifiers.id_sha512,
            NISTObjectIdentifiers.id_sha3_256,
            NISTObjectIdentifiers.id_sha3_384,
            NISTObjectIdentifiers.id_sha3_512);

    private TimestampCheck() {}

    static TimestampAnswer of(TimeStampRequest request, Bytes body) {
        try {
            // Other than the stream that the library would read from, this refuses bytes after the end.
            var response =
                    new TimeStampResponse(TimeStampResp.getInstance(ASN1Primitive.fromByteArray(body.toArray())));
            return of(request, response, body);
        } catch (IOException | TSPException e) {
            return new Bad(Step.FORM, "it is no response in DER");
        } catch (RuntimeException | StackOverflowError e) {
            // The library casts and recurses where the bytes tell it to.
            return new Bad(
                    Step.FORM, "it is no response in DER: " + e.getClass().getSimpleName());
        }
    }

    private static TimestampAnswer of(TimeStampRequest request, TimeStampResponse response, Bytes body) {
        int status = response.getStatus();
        if (status != PKIStatus.GRANTED && status != PKIStatus.GRANTED_WITH_MODS) {
            return new Refused("status " + status);
        }
        var token = response.getTimeStampToken();
        if (token == null) {
            return new Bad(Step.FORM, "it has no token");
        }
        try {
            // Imprint, nonce, policy, version, and that the token says which certificate signed it.
            response.validate(request);
        } catch (TSPException e) {
            return new Bad(Step.CONTENT, String.valueOf(e.getMessage()));
        }
        return of(token, body);
    }

    private static TimestampAnswer of(TimeStampToken token, Bytes body) {
        var signers = token.toCMSSignedData().getSignerInfos().getSigners();
        if (signers.stream()
                .anyMatch(signer ->
                        !SAFE_HASHES.contains(signer.getDigestAlgorithmID().getAlgorithm()))) {
            return new Bad(Step.ALGORITHM, "it is signed over a hash that is not safe");
        }
        var certificates = certificates(token);
        if (certificates.size() != 1) {
            return new Bad(Step.CERTIFICATE, "signer's certificates in it: " + certificates.size());
        }
        return verify(token, certificates.getFirst(), body);
    }

    private static List<X509CertificateHolder> certificates(TimeStampToken token) {
        return token.getCertificates().getMatches(null).stream()
                .filter(certificate -> token.getSID().match(certificate))
                .toList();
    }

    private static TimestampAnswer verify(TimeStampToken token, X509CertificateHolder certificate, Bytes body) {
        try {
            var verifier = new JcaSimpleSignerInfoVerifierBuilder().build(certificate);
            if (!token.isSignatureValid(verifier)) {
                return new Bad(Step.SIGNATURE, "the token's signature does not fit");
            }
            // That the certificate is the one the token names, is for time stamps alone, and was valid at that time.
            token.validate(verifier);
            return new Stamped(body, token.getTimeStampInfo().getGenTime().toInstant());
        } catch (TSPException | OperatorCreationException | CertificateException e) {
            return new Bad(Step.CERTIFICATE, message(e));
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
