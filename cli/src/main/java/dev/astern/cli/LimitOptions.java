package dev.astern.cli;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a session may change before a person is asked. */
final class LimitOptions {
    private static final Pattern AMOUNT =
            Pattern.compile("(?<value>[0-9]{1,20}(\\.[0-9]{1,9})?)( +(?<currency>[A-Z]{3}))?");

    @Option(names = "--limit", paramLabel = "VERB=N", description = "So many writes of a verb, e.g. delete=5; repeat.")
    private Map<String, Long> verbs = Map.of();

    @Option(names = "--limit-target", paramLabel = "NAME=N", description = "So many writes at a target; repeat.")
    private Map<String, Long> targets = Map.of();

    @Option(names = "--limit-rows", paramLabel = "N", description = "So many rows in all.")
    private @Nullable Long rows;

    @Option(names = "--limit-per-minute", paramLabel = "N", description = "So many writes in any minute.")
    private @Nullable Long perMinute;

    @Option(
            names = "--limit-amount",
            paramLabel = "AMOUNT",
            description =
                    "So much money in all, e.g. '500 GBP', where targets say where money is; other writes are held.")
    private @Nullable String amount;

    Map<String, @Nullable Object> body() {
        var body = new HashMap<String, @Nullable Object>();
        body.put("verbs", verbs);
        body.put("targets", targets);
        body.put("rows", rows);
        body.put("perMinute", perMinute);
        body.put("amount", amount == null ? null : money(amount));
        return body;
    }

    private static Map<String, Object> money(String amount) {
        var parts = AMOUNT.matcher(amount.strip());
        if (!parts.matches()) {
            throw new UsageException("--limit-amount is a number and, if it counts, a currency: 500 or '49.99 GBP'");
        }
        var currency = parts.group("currency");
        return Map.of("value", new BigDecimal(parts.group("value")), "currency", currency == null ? "" : currency);
    }
}
