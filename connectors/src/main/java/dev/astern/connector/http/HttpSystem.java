package dev.astern.connector.http;

import dev.astern.connector.Call;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Tool;
import dev.astern.connector.http.Description.Resource;
import dev.astern.connector.http.Description.SoftDelete;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An API as its description says. */
final class HttpSystem implements ResourceSystem {
    private final Description description;
    private final Asking asking;
    private final Api api;

    HttpSystem(Description description, Api api) {
        this.description = description;
        this.asking = new Asking(description);
        this.api = api;
    }

    @Override
    public List<Tool> tools() {
        return HttpTools.of(description);
    }

    @Override
    public Understood understand(Call call) {
        return asking.understand(call);
    }

    @Override
    public Output answer(Object request, Within within) {
        return switch ((Ask) request) {
            case Ask.Read(var resource, var key) -> Answers.one(resource, good(api.read(resource, key, within)));
            case Ask.ListAll list -> Answers.many(list.resource(), good(api.list(list, within)));
            case Ask.Run run -> Answers.plain(good(api.run(run, Map.of(), within)));
            default -> throw new IllegalArgumentException("not a read: bug");
        };
    }

    private static Wire.Came.Answer good(Wire.Came came) {
        return switch (came) {
            case Wire.Came.Undelivered(var problem) -> throw problem.toException();
            case Wire.Came.Lost(var problem) -> throw problem.toException();
            case Wire.Came.Answer answer when answer.status() / 100 == 2 -> answer;
            case Wire.Came.Answer answer -> throw Answers.refused(answer).toException();
        };
    }

    @Override
    public Seen read(Ref ref, Within within) {
        var resource = resource(ref);
        return switch (api.read(resource, key(resource, ref), within)) {
            case Wire.Came.Undelivered(var problem) -> new Seen.Unreadable(problem);
            case Wire.Came.Lost(var problem) -> new Seen.Unreadable(problem);
            case Wire.Came.Answer answer -> seen(resource, answer);
        };
    }

    private static Seen seen(Resource resource, Wire.Came.Answer answer) {
        if (resource.absent().contains(answer.status())) {
            return new Seen.Absent();
        }
        if (answer.status() / 100 != 2) {
            return new Seen.Unreadable(Answers.refused(answer));
        }
        var image = Bodies.image(resource, answer.body());
        if (image.isEmpty()) {
            return new Seen.Unreadable(Problem.of(
                    Reason.TARGET_UNREACHABLE, "the answer is no " + resource.name() + " as the description has it"));
        }
        if (resource.softDelete()
                .filter(soft -> deleted(soft, resource, answer))
                .isPresent()) {
            return new Seen.Absent();
        }
        return new Seen.Present(image.get(), version(resource, answer));
    }

    private static boolean deleted(SoftDelete soft, Resource resource, Wire.Came.Answer answer) {
        return Bodies.object(resource, answer.body())
                .map(object -> object.path(soft.field()).toString().equals(soft.deleted()))
                .orElse(false);
    }

    private static @Nullable String version(Resource resource, Wire.Came.Answer answer) {
        return resource.version()
                .flatMap(version -> answer.headers().firstValue(version.header()))
                .orElse(null);
    }

    private Resource resource(Ref ref) {
        return Objects.requireNonNull(
                description.resources().get(ref.resource()), "no resource " + ref.resource() + ": bug");
    }

    private static String key(Resource resource, Ref ref) {
        return Objects.requireNonNull(ref.key().get(resource.key()), "no key: bug");
    }

    @Override
    public Sent send(Object request, Sending how) {
        return switch ((Ask) request) {
            case Ask.Create(var resource, var fields, var key) -> created(resource, fields, key.orElse(null), how);
            case Ask.Update(var resource, var key, var fields) -> updated(resource, key, fields, how);
            case Ask.Delete(var resource, var key) -> deleted(resource, key, how);
            case Ask.Run run -> ran(api.run(run, api.idempotency(how.actionId()), how.within()));
            case Ask.Read read -> throw new IllegalArgumentException("a read is not sent: bug");
            case Ask.ListAll list -> throw new IllegalArgumentException("a list is not sent: bug");
        };
    }

    private Sent updated(Resource resource, String key, Map<String, @Nullable String> fields, Sending how) {
        var ref = Ref.of(resource.name(), resource.key(), key);
        var all = fields;
        if (resource.wholeUpdate()) {
            if (!(read(ref, how.within()) instanceof Seen.Present(var now, var version))) {
                return new Sent.Refused(Problem.of(Reason.TARGET_GONE, "it is not there"));
            }
            all = new LinkedHashMap<>(now.fields());
            all.putAll(fields);
        }
        var template = resource.update().orElseThrow();
        return sent(resource, ref, api.write(resource, template.method(), path(template, resource, key), all, how));
    }

    private Sent deleted(Resource resource, String key, Sending how) {
        var template = resource.delete().orElseThrow();
        var ref = Ref.of(resource.name(), resource.key(), key);
        return sent(resource, ref, api.write(resource, template.method(), path(template, resource, key), null, how));
    }

    private static String path(Template template, Resource resource, String key) {
        return template.fill(Map.of(resource.key(), key)).orElseThrow();
    }

    /** @param ref null where the system gives a key */
    private Sent sent(Resource resource, @Nullable Ref ref, Wire.Came came) {
        if (!(came instanceof Wire.Came.Answer answer) || answer.status() / 100 != 2) {
            return Answers.notDone(came);
        }
        var made = ref == null ? Answers.made(resource, answer) : Optional.<Ref>empty();
        var about = Optional.ofNullable(ref).or(() -> made);
        var as = new LinkedHashMap<Ref, Image>();
        var versions = new LinkedHashMap<Ref, String>();
        about.ifPresent(of -> {
            Bodies.answered(resource, answer.body()).ifPresent(image -> as.put(of, image));
            var version = version(resource, answer);
            if (version != null) {
                versions.put(of, version);
            }
        });
        return new Sent.Done(Answers.plain(answer), made.stream().toList(), as, versions);
    }

    private static Sent ran(Wire.Came came) {
        return came instanceof Wire.Came.Answer answer && answer.status() / 100 == 2
                ? new Sent.Done(Answers.plain(answer))
                : Answers.notDone(came);
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        var resource = resource(restoration.ref());
        var key = key(resource, restoration.ref());
        return switch (restoration) {
            case Restoration.Put put -> {
                var fields = back(resource, put);
                yield updated(resource, key, fields, sending(put.ref(), put.version(), within));
            }
            case Restoration.Remove remove -> deleted(resource, key, sending(remove.ref(), remove.version(), within));
            case Restoration.Make(var ref, var detail, var wanted) -> made(resource, key, ref, wanted, within);
        };
    }

    private static Map<String, @Nullable String> back(Resource resource, Restoration.Put put) {
        if (resource.nested()) {
            return Pointers.changes(put.wanted().fields(), put.fields());
        }
        var fields = new LinkedHashMap<String, @Nullable String>();
        put.fields().forEach(field -> fields.put(field, put.wanted().get(field)));
        return fields;
    }

    private static Sending sending(Ref ref, @Nullable String version, Within within) {
        return new Sending("", version == null ? Map.of() : Map.of(ref, version), within);
    }

    private Sent made(Resource resource, String key, Ref ref, Image wanted, Within within) {
        var how = sending(ref, null, within);
        var fields = new LinkedHashMap<>(wanted.fields());
        var soft = resource.softDelete().filter(SoftDelete::writable);
        if (soft.isPresent()) {
            fields.put(soft.get().field(), soft.get().live());
            return updated(resource, key, fields, how);
        }
        if (resource.recreate().isPresent()) {
            var template = resource.recreate().get();
            return sent(
                    resource, ref, api.write(resource, template.method(), path(template, resource, key), fields, how));
        }
        return created(resource, fields, resource.givenKey() ? key : null, how);
    }

    /** @param key null where the system gives it */
    private Sent created(Resource resource, Map<String, @Nullable String> fields, @Nullable String key, Sending how) {
        var template = resource.create().orElseThrow();
        var ref = key == null ? null : Ref.of(resource.name(), resource.key(), key);
        if (key != null && resource.keyInCreatePath()) {
            return sent(
                    resource, ref, api.write(resource, template.method(), path(template, resource, key), fields, how));
        }
        var all = new LinkedHashMap<>(fields);
        if (key != null) {
            all.put(resource.key(), Bodies.json(key));
        }
        return sent(resource, ref, api.write(resource, template.method(), template.path(), all, how));
    }

    @Override
    public Optional<Problem> objection(Restoration restoration) {
        var resource = resource(restoration.ref());
        boolean can = switch (restoration) {
            case Restoration.Put put -> resource.update().isPresent();
            case Restoration.Remove remove -> resource.delete().isPresent();
            case Restoration.Make make ->
                resource.create().isPresent()
                        || resource.recreate().isPresent()
                        || resource.softDelete().filter(SoftDelete::writable).isPresent();
        };
        return can
                ? Optional.empty()
                : Optional.of(Problem.of(Reason.NOT_UNDOABLE, "the API has no way to take this back"));
    }

    /** An object that holds something is no field of its own. */
    @Override
    public Image normal(String resource, Image wanted) {
        if (!Objects.requireNonNull(description.resources().get(resource)).nested()) {
            return wanted;
        }
        var fields = new LinkedHashMap<>(wanted.fields());
        wanted.fields().keySet().stream()
                .filter(pointer -> Pointers.within(wanted.fields(), pointer))
                .forEach(fields::remove);
        return new Image(fields);
    }

    @Override
    public boolean conditional(String resource) {
        return Optional.ofNullable(description.resources().get(resource))
                .map(Resource::conditional)
                .orElse(false);
    }

    /** Any answer at all is a sign of life. */
    @Override
    public Optional<Problem> unreachable(Within within) {
        return switch (api.ping(within)) {
            case Wire.Came.Undelivered(var problem) -> Optional.of(problem);
            case Wire.Came.Lost(var problem) -> Optional.of(problem);
            case Wire.Came.Answer answer
            when answer.status() == 401 || answer.status() == 403 ->
                Optional.of(Problem.of(Reason.TARGET_NOT_READY, "the system does not accept the credentials"));
            case Wire.Came.Answer answer -> Optional.empty();
        };
    }

    @Override
    public void close() {
        api.close();
    }
}
