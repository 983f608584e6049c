package dev.astern.rest;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Whether a caller has hung up. The servlet API tells that only to who writes, so the container's own request is asked
 * to read ahead without waiting: at the end of the stream it notes an error.
 */
public final class Connection {
    private static final String ATTRIBUTE = Connection.class.getName();

    private Connection() {}

    static boolean gone(HttpServletRequest request) {
        if (!(request.getAttribute(ATTRIBUTE) instanceof org.apache.coyote.Request raw)) {
            return false;
        }
        raw.action(ActionCode.AVAILABLE, true);
        var error = new AtomicBoolean();
        raw.action(ActionCode.IS_ERROR, error);
        return error.get();
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
