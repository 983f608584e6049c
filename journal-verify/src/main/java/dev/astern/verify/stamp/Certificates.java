package dev.astern.verify.stamp;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.tsp.TimeStampToken;

/** Those that come with a token, of which nothing is known, and those that are trusted. */
final class Certificates {
    private static final int MAX_PATH = 8;

    private final TimeStampToken token;
    private final List<X509Certificate> authorities;
    private final List<X509Certificate> all;

    Certificates(TimeStampToken token, List<X509Certificate> authorities) throws GeneralSecurityException {
        this.token = token;
        this.authorities = authorities;
        this.all = new ArrayList<>(authorities);
        var converter = new JcaX509CertificateConverter();
        for (var holder : token.getCertificates().getMatches(null)) {
            all.add(converter.getCertificate(holder));
        }
    }

    /** The one that the token says signed it. */
    @SuppressWarnings("unchecked")
    Optional<X509Certificate> signer() throws GeneralSecurityException {
        for (var certificate : all) {
            if (token.getSID().match(holder(certificate))) {
                return Optional.of(certificate);
            }
        }
        return Optional.empty();
    }

    private static X509CertificateHolder holder(X509Certificate certificate) throws GeneralSecurityException {
        try {
            return new X509CertificateHolder(certificate.getEncoded());
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    boolean leadToAuthority(X509Certificate signer, Instant time) throws GeneralSecurityException {
        var anchors = authorities.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        var target = new X509CertSelector();
        target.setCertificate(signer);
        var parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        parameters.setDate(Date.from(time));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(MAX_PATH);
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException e) {
            return false;
        }
    }
}
