package dev.astern.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** As much of a browser as forms need: it keeps cookies, and sends a form's hidden fields back. It follows nothing. */
public final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]*)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI url;

    public Browser(URI url) {
        this.url = url;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString());
    }

    /** Sends a form without what the page hid in it. */
    HttpResponse<String> postBare(String path, String... fields) throws IOException, InterruptedException {
        var form = new ArrayList<String>();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
        }
        return http.send(
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", form)))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Opens the page that has the form, then sends it. */
    HttpResponse<String> post(String page, String path, String... fields) throws IOException, InterruptedException {
        var shown = TOKEN.matcher(get(page).body());
        if (!shown.find()) {
            throw new AssertionError(page + " has no form");
        }
        // As every browser does, with the cookies that the page brought.
        get("/astern.css");
        var all = new ArrayList<>(Arrays.asList(fields));
        all.addAll(List.of("_csrf", shown.group(1)));
        return postBare(path, all.toArray(String[]::new));
    }

    public HttpResponse<String> signIn(String token) throws IOException, InterruptedException {
        return post("/login", "/login", "token", token);
    }

    List<String> cookieNames() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName())
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
