package dev.astern.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes one answer of this door as plain JSON. */
final class Exchange {
    private Exchange() {}

    static void answer(HttpServletResponse response, int status, Object json) throws IOException {
        var bytes = Json.write(json).getBytes(UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    static void refuse(HttpServletResponse response, @Nullable Object id, RpcError error) throws IOException {
        answer(response, error.status(), error.toJson(id));
    }
}
