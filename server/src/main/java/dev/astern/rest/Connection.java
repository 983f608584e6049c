package dev.astern.rest;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Whether a caller has hung up. The servlet API tells that only to who writes, so the container's own request is asked
 * to read ahead without waiting.
 */
public final class Connection {
    private static final String ATTRIBUTE = Connection.class.getName();

    /**
     * What the container reports when a read ahead meets the end of the stream: one byte, so that whoever reads it gets
     * the error. A next request that a client sends early has many.
     */
    private static final int END_OF_STREAM = 1;

    private Connection() {}

    static boolean gone(HttpServletRequest request) {
        if (!(request.getAttribute(ATTRIBUTE) instanceof org.apache.coyote.Request raw)) {
            return false;
        }
        raw.action(ActionCode.AVAILABLE, true);
        return raw.getAvailable() == END_OF_STREAM;
    }

    /** Lets requests know their connection. */
    public static final class Valve extends ValveBase {
        public Valve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(ATTRIBUTE, request.getCoyoteRequest());
            getNext().invoke(request, response);
        }
    }
}
