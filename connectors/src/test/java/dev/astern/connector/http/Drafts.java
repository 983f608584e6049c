package dev.astern.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.describe.Described;
import dev.astern.describe.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

/** Descriptions as they are drafted from what the card server's makers publish. */
final class Drafts {
    private Drafts() {}

    static String document() {
        try (var stream = Drafts.class.getResourceAsStream("cards-openapi.yaml")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String cards() {
        return switch (OpenApi.describe(document(), Set.of())) {
            case Described.Drafted drafted -> drafted.yaml();
            case Described.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }
}
