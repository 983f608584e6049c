package dev.astern.connector.s3;

import static dev.astern.connector.common.Texts.bad;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.common.Options;
import dev.astern.connector.common.ServerUrl;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Targets of kind {@code s3}: one bucket of a store that speaks S3. The url is the store's, the user an access key's id and
 * the password its secret. The options are {@code bucket}, {@code region}, {@code prefix}, {@code max_bytes} and
 * {@code plaintext}.
 */
public final class S3Provider implements ConnectorProvider {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    @Override
    public String kind() {
        return "s3";
    }

    @Override
    public Connector open(TargetConfig config, Lent lent) {
        return new ResourceConnector(system(config), lent.keeping());
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        system(config).close();
        return new ResourceInstallation(() -> system(config), lent.keeping(), "S3", List.of());
    }

    private static S3System system(TargetConfig config) {
        var options = Options.of(config, "s3", "bucket", "region", "prefix", "max_bytes", "plaintext");
        var bucket = options.needed("bucket", "the bucket's name");
        var region = options.text("region").orElse("us-east-1");
        if (!BUCKET.matcher(bucket).matches() || !REGION.matcher(region).matches()) {
            throw bad("this is no name of a bucket or a region");
        }
        if (config.user().isEmpty()) {
            throw bad("the user is the id of an access key");
        }
        var maxBytes = (int) options.number("max_bytes", 1_000_000, 1, 20_000_000);
        return new S3System(
                new S3Asking(options.text("prefix").orElse(""), maxBytes),
                new Bucket(
                        url(config.url(), options.flag("plaintext")),
                        bucket,
                        new Signature(region, config.user(), config.password()),
                        maxBytes,
                        Clock.systemUTC()));
    }

    private static URI url(String text, boolean isPlaintextAllowed) {
        var url = ServerUrl.bare(text, "a store", List.of("https", "http"));
        if (url.getScheme().equals("http") && !ServerUrl.isHere(url) && !isPlaintextAllowed) {
            throw bad("objects would be sent in the clear: use https://, or allow it by plaintext=true");
        }
        return url;
    }
}
