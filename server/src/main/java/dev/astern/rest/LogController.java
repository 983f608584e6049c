package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.evidence.PublishedLog;
import dev.astern.journal.Parsed;
import dev.astern.journal.tile.TilePath;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The log as C2SP tlog-tiles serves it, for tools that know nothing of Astern. */
@RestController
public final class LogController {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=utf-8");

    private final PublishedLog log;

    public LogController(PublishedLog log) {
        this.log = log;
    }

    @GetMapping("/log/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        var checkpoint = found(log.checkpoint(), "no checkpoint has been signed yet");
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(TEXT)
                .body(checkpoint);
    }

    /** Tiles of hashes tell nothing but how much happened, so anybody may have them. */
    @GetMapping("/log/tile/{level:[0-9]+}/**")
    ResponseEntity<byte[]> hashes(HttpServletRequest request) {
        return tile(request);
    }

    /** Entries need a token. */
    @GetMapping("/log/tile/entries/**")
    ResponseEntity<byte[]> entries(HttpServletRequest request) {
        return tile(request);
    }

    private ResponseEntity<byte[]> tile(HttpServletRequest request) {
        var path = request.getRequestURI().substring("/log/".length());
        var tile = TilePath.parse(path) instanceof Parsed.Read<TilePath>(var read)
                ? log.tile(read)
                : Optional.<byte[]>empty();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FOR_EVER).cachePrivate().immutable())
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(found(tile, "the signed tree has no such tile"));
    }

    private static byte[] found(Optional<byte[]> content, String otherwise) {
        return content.orElseThrow(() -> Problem.of(Reason.NOT_FOUND, otherwise).toException());
    }
}
