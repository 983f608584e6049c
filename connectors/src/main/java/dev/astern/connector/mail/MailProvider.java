package dev.astern.connector.mail;

import static dev.astern.connector.common.Texts.bad;

import dev.astern.connector.Connector;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Installation;
import dev.astern.connector.Lent;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.common.Options;
import dev.astern.connector.common.ServerUrl;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.ResourceInstallation;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Targets of kind {@code mail}: an outbox in a folder, and the mail server that takes from it. The url is {@code smtp://HOST} or
 * {@code smtps://HOST}. The options are {@code outbox}, {@code from}, {@code domains}, {@code hold_window},
 * {@code max_recipients}, {@code max_bytes}, {@code retain_days} and {@code plaintext}.
 */
public final class MailProvider implements ConnectorProvider {
    private static final int SMTP = 587;
    private static final int SMTPS = 465;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration ASKED = Duration.ofSeconds(5);
    private static final long DAY = 86_400;

    private final Clock clock = Clock.systemUTC();

    /** Everything of one target, as its settings say. */
    record Parts(MailAsking asking, Outbox outbox, Changes changes, Cleaning cleaning, Smtp.Place place) {}

    @Override
    public String kind() {
        return "mail";
    }

    @Override
    public boolean worksBetweenCalls() {
        return true;
    }

    /** Mails that wait leave as long as the connector is open, at any node that has it open. */
    @Override
    public Connector open(TargetConfig config, Lent lent) {
        var parts = parts(config, clock);
        var smtp = new Smtp(parts.place(), TIMEOUT);
        var releaser = new Releaser(parts.outbox(), smtp, lent.release(), clock);
        var thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("outbox " + config.name()).daemon().factory());
        var _ = thread.scheduleWithFixedDelay(releaser::tick, 1, 1, TimeUnit.SECONDS);
        var _ = thread.scheduleWithFixedDelay(parts.cleaning()::tick, 1, 60, TimeUnit.MINUTES);
        return new ResourceConnector(
                new MailSystem(parts.asking(), parts.outbox(), parts.changes(), asked(parts), thread::shutdownNow),
                lent.keeping());
    }

    private static Smtp asked(Parts parts) {
        return new Smtp(parts.place(), ASKED);
    }

    @Override
    public Installation installation(TargetConfig config, Lent lent) {
        var parts = parts(config, clock);
        return new ResourceInstallation(
                () -> new MailSystem(parts.asking(), parts.outbox(), parts.changes(), asked(parts), () -> {}),
                lent.keeping(),
                "SMTP, held before it leaves",
                findings(parts.outbox()));
    }

    /** What a person has to look at. */
    private static List<Finding> findings(Outbox outbox) {
        var findings = new ArrayList<Finding>();
        try {
            for (var mail : outbox.all()) {
                if (mail.state() == State.UNCONFIRMED || mail.state() == State.FAILED) {
                    var isFailed = mail.state() == State.FAILED;
                    var reason = isFailed ? Reason.TARGET_REFUSED : Reason.UNCONFIRMED;
                    findings.add(new Finding(
                            MailAsking.MAILS,
                            reason,
                            "mail " + mail.id() + " is " + mail.state().word() + ": " + mail.detail(),
                            reason.next()));
                }
            }
        } catch (IOException e) {
            findings.add(new Finding(
                    "", Reason.TARGET_UNREACHABLE, "the outbox can't be read", Reason.TARGET_UNREACHABLE.next()));
        }
        return findings;
    }

    static Parts parts(TargetConfig config, Clock clock) {
        var options = Options.of(
                config,
                "mail",
                "outbox",
                "from",
                "domains",
                "hold_window",
                "max_recipients",
                "max_bytes",
                "retain_days",
                "plaintext");
        var hold = Duration.ofSeconds(options.number("hold_window", 600, 0, 30 * DAY));
        var maxRecipients = (int) options.number("max_recipients", 50, 1, 1_000);
        var maxBytes = (int) options.number("max_bytes", 5_000_000, 1_000, 30_000_000);
        var outbox = new Outbox(folder(config, options));
        var rules = new MailAsking.Rules(addresses(options), maxRecipients, maxBytes, hold.isPositive());
        var retain = Duration.ofDays(options.number("retain_days", 365, 1, 36_500));
        return new Parts(
                new MailAsking(rules),
                outbox,
                new Changes(outbox, hold, maxRecipients, clock),
                new Cleaning(outbox, retain, clock),
                place(config, options));
    }

    private static Addresses addresses(Options options) {
        var from = options.list("from").stream().map(Addresses::address).toList();
        if (from.isEmpty()) {
            throw bad("the option from is missing: the address that mail is written from, or several by commas");
        }
        var domains = options.list("domains").stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return new Addresses(from, domains);
    }

    /** Each target has a folder of its own in it, so that nobody sends another's mail. */
    private static Path folder(TargetConfig config, Options options) {
        var text = options.needed("outbox", "a folder that all nodes share, where mail waits");
        if (!Outbox.ID.matcher(config.name()).matches()) {
            throw bad("the name of a target of kind mail has letters, digits, - and _");
        }
        try {
            var folder = Path.of(text);
            if (folder.isAbsolute()) {
                return folder.resolve(config.name());
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw bad("the option outbox is the absolute path of a folder");
    }

    private static Smtp.Place place(TargetConfig config, Options options) {
        var url = ServerUrl.bare(config.url(), "a mail server", List.of("smtps", "smtp"));
        boolean isTls = url.getScheme().equals("smtps");
        boolean isPlain = options.flag("plaintext") || (ServerUrl.isHere(url) && !isTls);
        int port = url.getPort() > 0 ? url.getPort() : isTls ? SMTPS : SMTP;
        return new Smtp.Place(ServerUrl.host(url), port, isTls, !isTls && !isPlain, config.user(), config.password());
    }
}
