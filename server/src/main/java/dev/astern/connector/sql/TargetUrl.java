package dev.astern.connector.sql;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.Driver;

/**
 * What a target's url may say: where the database is and how the wire to it is kept. The driver lets a url's parameters
 * win over all else, and some of them name another user, change how statements are sent, or load classes by name.
 */
final class TargetUrl {
    private static final String SCHEME = "jdbc:postgresql:";

    private static final Set<String> PLACE = Set.of("PGHOST", "PGPORT", "PGDBNAME");

    private static final Set<String> WIRE = Set.of(
            "channelBinding",
            "connectTimeout",
            "gssEncMode",
            "hostRecheckSeconds",
            "loadBalanceHosts",
            "loginTimeout",
            "socketTimeout",
            "ssl",
            "sslNegotiation",
            "sslcert",
            "sslkey",
            "sslmode",
            "sslrootcert",
            "targetServerType",
            "tcpKeepAlive");

    private TargetUrl() {}

    /** @throws dev.astern.connector.ProblemException {@link Reason#BAD_REQUEST} where it says anything else */
    static void check(String url) {
        if (!url.startsWith(SCHEME)) {
            throw bad("the url of a PostgreSQL target starts with " + SCHEME);
        }
        var parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw bad("the url is not one of PostgreSQL's: jdbc:postgresql://HOST:PORT/DATABASE");
        }
        var others = new TreeSet<>(parsed.stringPropertyNames());
        others.removeAll(PLACE);
        others.removeAll(WIRE);
        if (!others.isEmpty()) {
            throw bad("the url sets " + others + "; it may set only " + new TreeSet<>(WIRE));
        }
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
