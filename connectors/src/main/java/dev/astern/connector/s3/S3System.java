package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Call;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Tool;
import dev.astern.connector.common.Outputs;
import dev.astern.connector.common.Schemas;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import dev.astern.connector.s3.Bucket.Came;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bucket: its objects, each read and written whole, bound to its ETag. */
final class S3System implements ResourceSystem {
    private static final byte[] NOTHING = {};
    private static final Map<String, Object> KEY = Schemas.text("the object's key");

    private final S3Asking asking;
    private final Bucket bucket;
    private final Versions versions;

    S3System(S3Asking asking, Bucket bucket) {
        this.asking = asking;
        this.bucket = bucket;
        versions = new Versions(bucket);
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                Schemas.tool("read_object", "Read an object", Map.of("key", KEY), List.of("key"), true),
                Schemas.tool(
                        "list_objects",
                        "List objects, a page at a time",
                        Map.of(
                                "prefix", Schemas.text("what their keys begin with"),
                                "page", Schemas.text("the next of the page before"),
                                "limit", Schemas.number("how many at most", 1, 1_000)),
                        List.of(),
                        true),
                Schemas.tool(
                        "put_object",
                        "Write an object; what is not said stays as it is",
                        Map.of(
                                "key", KEY,
                                "text", Schemas.text("its content"),
                                "base64", Schemas.text("its content, where it is no text"),
                                "type", Schemas.text("its media type")),
                        List.of("key"),
                        false),
                Schemas.tool("delete_object", "Delete an object", Map.of("key", KEY), List.of("key"), false));
    }

    @Override
    public Understood understand(Call call) {
        return asking.understand(call);
    }

    private Came ask(String method, String key, Map<String, String> headers, byte[] body, Within within) {
        return bucket.ask(method, key, Collections.emptySortedMap(), headers, body, within);
    }

    @Override
    public Output answer(Object request, Within within) {
        return switch ((S3Ask) request) {
            case S3Ask.Read(var key) -> shown(read(S3Asking.ref(key), within));
            case S3Ask.ListAll list -> listed(list, within);
            default -> throw new IllegalArgumentException("not a read: bug");
        };
    }

    private static Output shown(Seen seen) {
        return switch (seen) {
            case Seen.Absent absent ->
                throw Problem.of(Reason.NOT_FOUND, "there is no such object").toException();
            case Seen.Unreadable(var problem) -> throw problem.toException();
            case Seen.Present(var image, var version) -> {
                var rows = new ArrayList<List<@Nullable Object>>();
                image.fields().forEach((name, value) -> rows.add(Outputs.row(name, value)));
                rows.add(Outputs.row("etag", version));
                yield Outputs.of(Outputs.table("read", List.of("field", "value"), rows));
            }
        };
    }

    private Output listed(S3Ask.ListAll list, Within within) {
        SortedMap<String, String> query = new TreeMap<>();
        query.put("list-type", "2");
        query.put("prefix", list.prefix());
        query.put("max-keys", Integer.toString(list.limit()));
        list.page().ifPresent(page -> query.put("continuation-token", page));
        return switch (bucket.ask("GET", "", query, Map.of(), NOTHING, within)) {
            case Came.Answer answer when answer.good() && answer.isWhole() -> Listing.of(answer.body());
            case Came.Answer answer -> throw Bucket.refused(answer).toException();
            case Came.Undelivered(var problem) -> throw problem.toException();
            case Came.Lost(var problem) -> throw problem.toException();
        };
    }

    private static String key(Ref ref) {
        return Objects.requireNonNull(ref.key().get("key"), "no key: bug");
    }

    @Override
    public Seen read(Ref ref, Within within) {
        return switch (ask("GET", key(ref), Map.of(), NOTHING, within)) {
            case Came.Undelivered(var problem) -> new Seen.Unreadable(problem);
            case Came.Lost(var problem) -> new Seen.Unreadable(problem);
            case Came.Answer answer when answer.status() == 404 -> absent(answer);
            case Came.Answer answer when !answer.good() -> new Seen.Unreadable(Bucket.refused(answer));
            case Came.Answer answer
            when !answer.isWhole() ->
                new Seen.Unreadable(Problem.of(Reason.NOT_CAPTURABLE, "the object is larger than what is kept of one"));
            case Came.Answer answer -> new Seen.Present(Contents.image(answer), etag(answer));
        };
    }

    /** A bucket that is not there says nothing about its objects. */
    private static Seen absent(Came.Answer answer) {
        return new String(answer.body(), UTF_8).contains("NoSuchBucket")
                ? new Seen.Unreadable(Bucket.refused(answer))
                : new Seen.Absent();
    }

    private static @Nullable String etag(Came.Answer answer) {
        return answer.headers().firstValue("etag").orElse(null);
    }

    @Override
    public Sent send(Object request, Sending how) {
        return switch ((S3Ask) request) {
            case S3Ask.Put(var key, var fields) -> put(key, fields, how);
            case S3Ask.Delete(var key) -> delete(key, how.versions().get(S3Asking.ref(key)), how.within());
            default -> throw new IllegalArgumentException("a read is not sent: bug");
        };
    }

    /** Only on top of what was seen; where nothing was, only where nothing is. */
    private Sent put(String key, Map<String, String> fields, Sending how) {
        var ref = S3Asking.ref(key);
        var version = how.versions().get(ref);
        return switch (read(ref, how.within())) {
            case Seen.Unreadable(var problem) -> new Sent.Undelivered(problem);
            case Seen.Absent absent ->
                version == null ? write(key, Contents.with(new Image(Map.of()), fields), null, how.within()) : moved();
            case Seen.Present(var now, var etag) ->
                Objects.equals(etag, version) ? write(key, Contents.with(now, fields), version, how.within()) : moved();
        };
    }

    static Sent moved() {
        return new Sent.Refused(
                Problem.of(Reason.SERIALIZATION_CONFLICT, "somebody else wrote the object in this moment"));
    }

    /** @param version null where there must be nothing */
    private Sent write(String key, Image image, @Nullable String version, Within within) {
        var headers = new TreeMap<>(Contents.headers(image));
        if (version == null) {
            headers.put("if-none-match", "*");
        } else {
            headers.put("if-match", version);
        }
        var came = ask("PUT", key, headers, Contents.bytes(image), within);
        return came instanceof Came.Answer answer && answer.good()
                ? Outputs.done(did("put", key), S3Asking.ref(key), null, etag(answer))
                : notDone(came);
    }

    private static Output did(String verb, String key) {
        return Outputs.did(verb, List.of("key"), key);
    }

    private Sent delete(String key, @Nullable String version, Within within) {
        // Stores that know no conditional DELETE take no notice of the header; so it is looked at right before.
        var seen = read(S3Asking.ref(key), within);
        if (seen instanceof Seen.Unreadable(var problem)) {
            return new Sent.Undelivered(problem);
        }
        if (version == null || !(seen instanceof Seen.Present(var now, var etag)) || !version.equals(etag)) {
            return moved();
        }
        var came = ask("DELETE", key, Map.of("if-match", version), NOTHING, within);
        return came instanceof Came.Answer answer && answer.good() ? new Sent.Done(did("delete", key)) : notDone(came);
    }

    static Sent notDone(Came came) {
        return switch (came) {
            case Came.Undelivered(var problem) -> new Sent.Undelivered(problem);
            case Came.Lost(var problem) -> new Sent.Doubtful(problem, false);
            case Came.Answer answer when answer.status() / 100 == 4 -> new Sent.Refused(Bucket.refused(answer));
            case Came.Answer answer -> new Sent.Doubtful(Bucket.refused(answer), true);
        };
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        var key = key(restoration.ref());
        return switch (restoration) {
            case Restoration.Put put -> put(key, put, within);
            case Restoration.Make make ->
                versions.unmarked(key, make.wanted(), did("put", key), within)
                        .orElseGet(() -> write(key, make.wanted(), null, within));
            case Restoration.Remove remove -> delete(key, remove.version(), within);
        };
    }

    /** An ETag is of the content alone on most stores, so that another type would not show by it: all of it is looked at. */
    private Sent put(String key, Restoration.Put put, Within within) {
        var etag = put.version();
        return switch (read(put.ref(), within)) {
            case Seen.Unreadable(var problem) -> new Sent.Undelivered(problem);
            case Seen.Present(var now, var tag)
            when etag != null
                    && etag.equals(tag)
                    && now.fields().equals(put.now().fields()) ->
                versions.copied(key, put.wanted(), etag, did("put", key), within)
                        .orElseGet(() -> write(key, put.wanted(), etag, within));
            case Seen.Present _, Seen.Absent _ -> moved();
        };
    }

    /** An ETag is of the content alone on some stores, so that a type could change unseen; all of it is compared. */
    @Override
    public boolean byField(String resource) {
        return false;
    }

    @Override
    public boolean conditional(String resource) {
        return true;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        return switch (ask("HEAD", "", Map.of(), NOTHING, within)) {
            case Came.Undelivered(var problem) -> Optional.of(problem);
            case Came.Lost(var problem) -> Optional.of(problem);
            case Came.Answer answer when answer.good() -> Optional.empty();
            case Came.Answer answer ->
                Optional.of(Problem.of(
                        Reason.TARGET_NOT_READY, "the store answers " + answer.status() + " for the bucket"));
        };
    }

    @Override
    public void close() {
        bucket.close();
    }
}
