package dev.astern.connector.mcp;

import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Within;
import dev.astern.library.entry.Resource;
import dev.astern.library.entry.Resource.Step;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.RecoveryStep.McpCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Puts resources back by the calls that their entries name. */
final class Restoring {
    private static final int REMEMBERED = 1_000;
    private final Tools tools;
    private final Looking looking;

    /** What was moved back a moment ago and stands where it was, though perhaps not as it was. */
    private final Map<Ref, Image> movedBack = new ConcurrentHashMap<>();

    Restoring(Tools tools) {
        this.tools = tools;
        this.looking = new Looking(tools);
    }

    /** The steps for a restoration; none where the server has no way to do it. */
    static List<Step> steps(Resource resource, Restoration todo) {
        return switch (todo) {
            case Restoration.Put put -> resource.ways().change();
            case Restoration.Make make -> resource.ways().make();
            case Restoration.Remove remove ->
                resource.ways().remove().isEmpty()
                        ? resource.ways().aside()
                        : resource.ways().remove();
        };
    }

    static boolean moves(Resource resource, Restoration todo) {
        return resource.ways().move().isPresent()
                && Kept.read(todo.detail()).other().isPresent();
    }

    Sent restore(Resource resource, Restoration todo, Within within) {
        var other = Kept.read(todo.detail()).other();
        if (!moves(resource, todo) || other.isEmpty()) {
            return run(resource, todo, steps(resource, todo), within);
        }
        var there = new Ref(resource.name(), other.get());
        return switch (todo) {
            case Restoration.Remove remove -> back(resource, remove, there, within);
            case Restoration.Make make -> made(resource, make, within);
            case Restoration.Put put -> run(resource, todo, steps(resource, todo), within);
        };
    }

    /** Away with what was moved: to where it came from. */
    private Sent back(Resource resource, Restoration.Remove remove, Ref there, Within within) {
        if (!(looking.look(resource, there.key(), within) instanceof Seen.Absent)) {
            return new Sent.Refused(
                    Problem.of(Reason.CONFLICTING_STATE, "something is where it was moved from: " + there));
        }
        var values = new HashMap<>(Looking.values(remove.ref().key()));
        Looking.values(there.key()).forEach((name, value) -> values.put("to_" + name, value));
        var sent = send(resource.move(values), within);
        if (sent instanceof Sent.Done && movedBack.size() < REMEMBERED) {
            movedBack.put(there, remove.now());
        }
        return sent;
    }

    /** What was moved may be back already, and may have been changed before it was moved. */
    private Sent made(Resource resource, Restoration.Make make, Within within) {
        var moved = Optional.ofNullable(movedBack.remove(make.ref()));
        return switch (looking.look(resource, make.ref().key(), within)) {
            case Seen.Absent absent -> run(resource, make, resource.ways().make(), within);
            case Seen.Unreadable(var problem) -> new Sent.Undelivered(problem);
            case Seen.Present(var now, var version) -> {
                if (now.equals(make.wanted())) {
                    yield new Sent.Done(Output.empty());
                }
                yield moved.equals(Optional.of(now))
                        ? run(resource, make, resource.ways().change(), within)
                        : new Sent.Refused(Problem.of(Reason.CONFLICTING_STATE, "something else is there"));
            }
        };
    }

    private Sent run(Resource resource, Restoration todo, List<Step> steps, Within within) {
        var values = new HashMap<>(Kept.read(todo.detail()).captures());
        values.putAll(Looking.values(todo.ref().key()));
        values.put("unique", UUID.randomUUID().toString().substring(0, 8));
        var wanted = wanted(todo);
        var json = wanted.map(image -> Json.write(Pictures.fields(image)));
        var difference = Pictures.difference(now(todo), wanted);
        boolean some = false;
        for (var step : steps) {
            var filled = resource.fill(step, values, json, difference);
            if (filled instanceof Filling.None) {
                continue;
            }
            var sent = send(filled, within);
            if (!(sent instanceof Sent.Done)) {
                return some ? partly(sent) : sent;
            }
            some = true;
        }
        return some
                ? new Sent.Done(Output.empty())
                : new Sent.Refused(Problem.of(Reason.NOT_UNDOABLE, "its entry names no call that puts this back"));
    }

    /** One step was done, so that it is not as if nothing had happened. */
    private static Sent partly(Sent sent) {
        return switch (sent) {
            case Sent.Refused(var problem) -> new Sent.Doubtful(problem, true);
            case Sent.Undelivered(var problem) -> new Sent.Doubtful(problem, true);
            case Sent other -> other;
        };
    }

    private static Optional<Image> wanted(Restoration todo) {
        return switch (todo) {
            case Restoration.Put put -> Optional.of(put.wanted());
            case Restoration.Make make -> Optional.of(make.wanted());
            case Restoration.Remove remove -> Optional.empty();
        };
    }

    private static Optional<Image> now(Restoration todo) {
        return switch (todo) {
            case Restoration.Put put -> Optional.of(put.now());
            case Restoration.Make make -> Optional.empty();
            case Restoration.Remove remove -> Optional.of(remove.now());
        };
    }

    private Sent send(Filling filled, Within within) {
        return switch (filled) {
            case Filling.Filled(McpCall call) -> sent(call, tools.call(call, within));
            case Filling.Unfilled(var problem) -> new Sent.Refused(Problem.of(Reason.NOT_UNDOABLE, problem.detail()));
            case Filling other ->
                new Sent.Refused(Problem.of(Reason.NOT_UNDOABLE, "its entry names no call that puts this back"));
        };
    }

    private static Sent sent(McpCall call, Called called) {
        return switch (called) {
            case Called.Said(var answer)
            when answer.error() ->
                // Its word that nothing was done is checked by looking, as an agent's call is.
                new Sent.Doubtful(Problem.of(Reason.TARGET_REFUSED, call.tool() + ": " + answer.shown()), true);
            case Called.Said said -> new Sent.Done(Output.empty());
            case Called.Refused(var problem) -> new Sent.Refused(problem);
            case Called.Unsent(var problem) -> new Sent.Undelivered(problem);
            case Called.Unknown(var problem, var answered) -> new Sent.Doubtful(problem, answered);
        };
    }
}
