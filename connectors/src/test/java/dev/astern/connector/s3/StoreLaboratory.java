package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.resource.Within;
import dev.astern.connector.s3.Bucket.Came;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store with a bucket {@code astern}, and a person's own requests to it. */
final class StoreLaboratory implements Laboratory {
    static final String SECRET = "canary-2f1b7cd4";

    private final MemoryKeeping keeping = new MemoryKeeping();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String url;
    private final @Nullable FakeStore fake;
    private final Bucket person;
    private final Connector connector;

    private StoreLaboratory(String url, @Nullable FakeStore fake) {
        this.url = url;
        this.fake = fake;
        person = new Bucket(
                URI.create(url),
                "astern",
                new Signature("us-east-1", "desk", Secret.from(() -> SECRET)),
                100_000,
                Clock.systemUTC());
        connector = opened();
    }

    static StoreLaboratory over(FakeStore fake) {
        return new StoreLaboratory(fake.url(), fake);
    }

    /** An S3Proxy; {@code .ci/real-s3.sh} starts one. */
    static StoreLaboratory real() {
        return new StoreLaboratory(System.getProperty("astern.real.s3", ""), null);
    }

    private Connector opened() {
        var config = new TargetConfig(
                "store", url, "desk", Secret.from(() -> SECRET), Map.of("bucket", "astern", "max_bytes", "1000"));
        return new S3Provider().open(config, new Lent(keeping, reference -> Secret.from(() -> SECRET)));
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public Connector reopened() {
        return opened();
    }

    /** Objects are written whole. */
    @Override
    public Set<Trait> traits() {
        return EnumSet.of(Trait.SAME_IDENTITY, Trait.CONDITIONAL, Trait.LIFE_CYCLE);
    }

    @Override
    public String field() {
        return "text";
    }

    /** An ETag is of the content alone. */
    @Override
    public List<String> guarded() {
        return List.of(field());
    }

    @Override
    public String otherField() {
        return "type";
    }

    String key(String key) {
        return run + "/" + key + " é+&";
    }

    private static String type(String value) {
        return "text/x-" + value.replace(' ', '-');
    }

    private static Map<String, Object> arguments(Map<String, String> fields) {
        var arguments = new HashMap<String, Object>(fields);
        arguments.computeIfPresent("type", (name, value) -> type(value.toString()));
        return arguments;
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        var arguments = arguments(fields);
        arguments.put("key", key(key));
        return new Call("put_object", arguments);
    }

    @Override
    public Call change(String key, String field, String value) {
        return create(key, Map.of(field, value));
    }

    @Override
    public Call delete(String key) {
        return new Call("delete_object", Map.of("key", key(key)));
    }

    @Override
    public Call read(String key) {
        return new Call("read_object", Map.of("key", key(key)));
    }

    @Override
    public Call nonsense() {
        return new Call("put_object", Map.of("key", "a/../b", "text", "x"));
    }

    Came.Answer person(String method, String key, Map<String, String> headers, byte[] body) {
        var came =
                person.ask(method, key, Collections.emptySortedMap(), headers, body, Within.of(Duration.ofSeconds(20)));
        if (came instanceof Came.Answer answer && (answer.good() || answer.status() == 404)) {
            return answer;
        }
        throw new IllegalStateException(came.toString());
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        var answer = person("GET", key(key), Map.of(), new byte[0]);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        var type = answer.headers().firstValue("content-type").orElse("");
        return Optional.of(Map.of(
                "text",
                new String(answer.body(), UTF_8),
                "type",
                type.replace("text/x-", "").replace('-', ' ')));
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        var headers = Map.of("content-type", type(fields.getOrDefault("type", "")), "x-amz-meta-by", "a person");
        person("PUT", key(key), headers, fields.getOrDefault("text", "").getBytes(UTF_8));
    }

    @Override
    public void edit(String key, String field, String value) {
        var fields = new HashMap<>(truth(key).orElseThrow());
        fields.put(field, value);
        put(key, fields);
    }

    @Override
    public void remove(String key) {
        person("DELETE", key(key), Map.of(), new byte[0]);
    }

    /** A real store can't be told to go wrong. */
    @Override
    public Set<Fault> faults() {
        return fake == null ? Set.of() : EnumSet.allOf(Fault.class);
    }

    @Override
    public void next(Fault fault) {
        if (fake != null) {
            fake.next(fault);
        }
    }

    @Override
    public void close() {
        connector.close();
        person.close();
        if (fake != null) {
            fake.close();
        }
    }
}
