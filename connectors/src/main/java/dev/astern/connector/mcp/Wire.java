package dev.astern.connector.mcp;

import dev.astern.connector.resource.Within;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way to send requests to an upstream server. Used by many threads at once; never throws for what a server does. */
interface Wire extends AutoCloseable {
    /** @param params the protocol's metadata included */
    Reply request(String method, Map<String, @Nullable Object> params, Within within);

    void notice(String method);

    /** What is agreed with the server, as soon as it is: how requests have to look from then on. */
    void speaks(Era era, String version);

    /** Counts up whenever the other side is a new one, to which nothing was said yet. */
    long life();

    /** How often the server said that its tools changed. */
    long toolChanges();

    /** What is known of why it does not work, for people; empty for nothing. */
    String complaint();

    @Override
    void close();
}
