package dev.astern.connector.ldap;

import static dev.astern.connector.common.Texts.bad;

import com.unboundid.util.ssl.JVMDefaultTrustManager;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.common.Options;
import dev.astern.connector.common.ServerUrl;
import dev.astern.connector.ldap.Directory.Place;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import java.io.File;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Targets of kind {@code ldap}: a directory, and in it who may do what. The url is {@code ldaps://HOST} or {@code ldap://HOST},
 * the user a distinguished name. The options are {@code base}, {@code starttls}, {@code ca}, {@code plaintext}, {@code hide}
 * and {@code member}.
 */
public final class LdapProvider implements ConnectorProvider {
    private static final int LDAP = 389;
    private static final int LDAPS = 636;

    @Override
    public String kind() {
        return "ldap";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return new ResourceConnector(system(config), lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        system(config).close();
        return new ResourceInstallation(() -> system(config), lent.keeping(), "LDAP directory", List.of());
    }

    private static LdapSystem system(TargetConfig config) {
        var options = Options.of(config, "ldap", "base", "starttls", "ca", "plaintext", "hide", "member");
        var names = Names.of(
                options.needed("base", "the name of the entry below which agents may act"),
                options.list("hide"),
                options.text("member").orElse("member"));
        return new LdapSystem(names, new Directory(place(config, options)), Clock.systemUTC());
    }

    private static Place place(TargetConfig config, Options options) {
        var url = ServerUrl.bare(config.url(), "a directory", List.of("ldaps", "ldap"));
        boolean isLdaps = url.getScheme().equals("ldaps");
        boolean startTls = options.flag("starttls");
        if (isLdaps && startTls) {
            throw bad("starttls is for ldap://; ldaps:// has TLS from the beginning");
        }
        boolean isSecured = isLdaps || startTls;
        if (!isSecured && !ServerUrl.isHere(url) && !options.flag("plaintext")) {
            throw bad(
                    "the password would be sent in the clear: use ldaps:// or starttls, or allow it by plaintext=true");
        }
        int port = url.getPort() > 0 ? url.getPort() : isLdaps ? LDAPS : LDAP;
        return new Place(
                ServerUrl.host(url),
                port,
                isSecured ? tls(options.text("ca")) : null,
                startTls,
                config.user(),
                config.password());
    }

    private static SSLContext tls(Optional<String> ca) {
        try {
            TrustManager trust =
                    ca.isPresent() ? new PEMFileTrustManager(new File(ca.get())) : JVMDefaultTrustManager.getInstance();
            return new SSLUtil(trust).createSSLContext();
        } catch (KeyStoreException e) {
            throw bad("the option ca names no file of certificates in PEM");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
