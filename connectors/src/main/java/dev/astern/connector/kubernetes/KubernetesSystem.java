package dev.astern.connector.kubernetes;

import dev.astern.connector.Call;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Tool;
import dev.astern.connector.http.Wire;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Rehearsed;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One cluster. */
final class KubernetesSystem implements ResourceSystem {
    private static final int CREATED = 201;

    private final Cluster cluster;
    private final Discovery discovery;
    private final Writing writing;
    private final Asking asking;

    KubernetesSystem(Cluster cluster, String namespace, Clock clock) {
        this.cluster = cluster;
        this.discovery = new Discovery(cluster);
        this.writing = new Writing(cluster, clock);
        this.asking = new Asking(namespace);
    }

    @Override
    public List<Tool> tools() {
        return KubernetesTools.all();
    }

    @Override
    public Understood understand(Call call) {
        return asking.understand(call);
    }

    @Override
    public Output answer(Object request, Within within) {
        return switch ((Ask) request) {
            case Ask.Read(var which, var version) -> {
                var path = discovery.type(which, version, within).path(which);
                yield Answers.one(which, object(which, cluster.get(path, within)));
            }
            case Ask.ListAll(var which, var version, var query) -> {
                var path = discovery.type(which, version, within).path(which.namespace());
                yield Answers.many(which, object(which, cluster.get(path + query, within)));
            }
            case Ask.Write write -> throw new IllegalArgumentException("not a read: bug");
        };
    }

    private static ObjectNode object(Which which, Wire.Came came) {
        var raw = Writing.body(came);
        if (raw != null) {
            return raw;
        }
        throw problem(which, came).toException();
    }

    private static Problem problem(Which which, Wire.Came came) {
        return switch (came) {
            case Wire.Came.Undelivered(var problem) -> problem;
            case Wire.Came.Lost(var problem) -> problem;
            case Wire.Came.Answer answer
            when answer.status() / 100 == 2 ->
                Problem.of(Reason.TARGET_UNREACHABLE, "what answers is no Kubernetes API");
            case Wire.Came.Answer answer -> Answers.refused(answer, which.secret());
        };
    }

    @Override
    public Seen read(Ref ref, Within within) {
        var which = Which.of(ref);
        try {
            var came = cluster.get(discovery.type(which, within).path(which), within);
            if (came instanceof Wire.Came.Answer answer && answer.status() == 404) {
                return new Seen.Absent();
            }
            var raw = Writing.raw(came);
            return raw == null ? new Seen.Unreadable(problem(which, came)) : Manifest.seen(which, raw);
        } catch (ProblemException e) {
            return new Seen.Unreadable(e.problem());
        }
    }

    private Writing.How how(Ask.Write ask, Sending sending, boolean dry) {
        return new Writing.How(
                discovery.type(ask.which(), ask.version(), sending.within()),
                "astern-" + sending.sessionId(),
                sending.versions().get(ask.which().ref()),
                dry,
                sending.within());
    }

    @Override
    public Rehearsed rehearse(Object request, Sending sending) {
        var ask = (Ask.Write) request;
        try {
            var how = how(ask, sending, true);
            var came = writing.write(ask, how);
            if (Answers.good(came)) {
                return would(ask, how, came);
            }
            var problem = problem(ask.which(), came);
            // Some extensions of clusters can't rehearse; then only the write itself shows what comes of it.
            return problem.detail().contains("does not support dry run")
                    ? new Rehearsed.Unknown()
                    : new Rehearsed.Refused(problem);
        } catch (ProblemException e) {
            return new Rehearsed.Refused(e.problem());
        }
    }

    private static Rehearsed would(Ask.Write ask, Writing.How how, Wire.Came came) {
        var ref = ask.which().ref();
        if (ask instanceof Ask.Delete) {
            return new Rehearsed.Would(Map.of(ref, new Seen.Absent()));
        }
        var raw = Writing.raw(came);
        return raw == null || !how.type().preferred()
                ? new Rehearsed.Unknown()
                : new Rehearsed.Would(Map.of(ref, Manifest.seen(ask.which(), raw)));
    }

    @Override
    public Sent send(Object request, Sending sending) {
        var ask = (Ask.Write) request;
        try {
            var how = how(ask, sending, false);
            var came = writing.write(ask, how);
            return Answers.good(came)
                    ? done(ask, how, came)
                    : Answers.notDone(came, ask.which().secret());
        } catch (ProblemException e) {
            return new Sent.Undelivered(e.problem());
        }
    }

    private static Sent done(Ask.Write ask, Writing.How how, Wire.Came came) {
        var which = ask.which();
        var raw = Writing.raw(came);
        if (raw == null || ask instanceof Ask.Delete) {
            return new Sent.Done(Output.empty());
        }
        var output = Answers.one(which, raw);
        boolean joined = how.version() == null && ((Wire.Came.Answer) came).status() != CREATED;
        if (joined && ask instanceof Ask.Apply apply) {
            // Somebody made it a moment before: only what was applied is the action's, so that no undo takes all of it.
            var own = Manifest.image(which, apply.manifest());
            return new Sent.Done(output, List.of(), Map.of(which.ref(), own), Map.of());
        }
        return how.type().preferred() && Manifest.seen(which, raw) instanceof Seen.Present(var image, var version)
                ? new Sent.Done(output, List.of(), Map.of(which.ref(), image), versions(which, version))
                : new Sent.Done(output);
    }

    private static Map<Ref, String> versions(Which which, @Nullable String version) {
        return version == null ? Map.of() : Map.of(which.ref(), version);
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        var which = Which.of(restoration.ref());
        try {
            var type = discovery.type(which, within);
            return switch (restoration) {
                case Restoration.Put put -> sent(which, writing.put(put, undo(type, put.version(), within)));
                case Restoration.Remove remove ->
                    sent(which, writing.remove(remove, undo(type, remove.version(), within)));
                case Restoration.Make make -> made(which, make, undo(type, null, within));
            };
        } catch (ProblemException e) {
            return new Sent.Undelivered(e.problem());
        }
    }

    private static Writing.How undo(Type type, @Nullable String version, Within within) {
        return new Writing.How(type, Writing.UNDO, version, false, within);
    }

    private Sent made(Which which, Restoration.Make make, Writing.How how) {
        return new Owners(cluster, discovery)
                .gone(which, make.wanted(), how.within())
                .<Sent>map(Sent.Refused::new)
                .orElseGet(() -> sent(which, writing.make(which, make.wanted(), how)));
    }

    private static Sent sent(Which which, Wire.Came came) {
        return Answers.good(came) ? new Sent.Done(Output.empty()) : Answers.notDone(came, which.secret());
    }

    @Override
    public Optional<Problem> objection(Restoration restoration) {
        var which = Which.of(restoration.ref());
        return switch (restoration) {
            case Restoration.Put put -> Optional.empty();
            case Restoration.Remove remove
            when Kinds.container(which) ->
                Optional.of(Problem.of(Reason.NOT_UNDOABLE, "what others put into it would go with it"));
            case Restoration.Remove remove -> Optional.empty();
            case Restoration.Make make
            when Kinds.lost(which) ->
                Optional.of(
                        Problem.of(Reason.NOT_UNDOABLE, "what was in it, or what it ran, would not come back with it"));
            case Restoration.Make make -> Optional.empty();
        };
    }

    @Override
    public boolean secret(String resource, String field) {
        return Manifest.secret(resource, field);
    }

    @Override
    public boolean conditional(String resource) {
        return true;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        return switch (cluster.get("/api", within)) {
            case Wire.Came.Undelivered(var problem) -> Optional.of(problem);
            case Wire.Came.Lost(var problem) -> Optional.of(problem);
            case Wire.Came.Answer answer when answer.status() / 100 == 2 -> Optional.empty();
            case Wire.Came.Answer answer
            when answer.status() == 401 || answer.status() == 403 ->
                Optional.of(Problem.of(Reason.TARGET_NOT_READY, "the cluster does not accept the credentials"));
            case Wire.Came.Answer answer -> Optional.of(Answers.refused(answer, false));
        };
    }

    @Override
    public void close() {
        cluster.close();
    }
}
