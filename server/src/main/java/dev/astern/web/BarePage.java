package dev.astern.web;

import dev.astern.connector.Problem;
import dev.astern.rest.ReasonStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.HtmlUtils;

/** Says what went wrong from where no template reaches. */
public final class BarePage {
    private BarePage() {}

    public static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(ReasonStatus.of(problem.reason()));
        response.setContentType("text/html;charset=UTF-8");
        var page = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Refused · Astern</title>
                <link rel="stylesheet" href="/astern.css">
                <link rel="icon" href="/astern.svg">
                </head>
                <body><main>
                <h1>Refused</h1>
                <p>%s</p>
                <p>%s</p>
                <p><a href="/approvals">What waits for people</a></p>
                </main></body>
                </html>
                """.formatted(
                        HtmlUtils.htmlEscape(Visible.text(problem.detail())),
                        HtmlUtils.htmlEscape(problem.reason().next()));
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }
}
