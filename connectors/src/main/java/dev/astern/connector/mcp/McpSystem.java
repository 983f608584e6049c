package dev.astern.connector.mcp;

import dev.astern.connector.Call;
import dev.astern.connector.Effect;
import dev.astern.connector.Form;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import dev.astern.library.Match;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.model.Json;
import dev.astern.library.model.Subject.McpSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools of one upstream server as a system of resources. */
final class McpSystem implements ResourceSystem {
    private static final int SUMMARY = 300;
    private final McpSettings settings;
    private final RecoveryLibrary library;
    private final Tools tools;
    private final Things things;
    private final Looking looking;
    private final Restoring restoring;

    McpSystem(McpSettings settings, RecoveryLibrary library, Tools tools) {
        this.settings = settings;
        this.library = library;
        this.tools = tools;
        this.things = new Things(library, settings.server());
        this.looking = new Looking(tools);
        this.restoring = new Restoring(tools);
    }

    @Override
    public List<Tool> tools() {
        return tools.pinned().orElse(Map.of()).values().stream()
                .map(definition -> definition.tool(onlyReads(definition)))
                .toList();
    }

    /** Whether no call of it does anything else, as far as that can be said without one. */
    private boolean onlyReads(Definition definition) {
        var arguments = new HashMap<String, Object>();
        definition.required().forEach(name -> arguments.put(name, "x"));
        return classed(definition, match(definition.name(), arguments)).tier() == Tier.READ;
    }

    @Override
    public Understood understand(Call call) {
        if (tools.pinned().isEmpty()) {
            return refused(Reason.TARGET_NOT_READY, "no definitions of its tools were pinned yet");
        }
        var definition = tools.find(call.tool()).orElse(null);
        if (definition == null) {
            return refused(Reason.BAD_REQUEST, "there is no tool called " + Shown.line(call.tool(), 100));
        }
        var arguments = new LinkedHashMap<String, @Nullable Object>(call.arguments());
        var missing = definition.required();
        missing.removeAll(arguments.keySet());
        var unknown = definition.unknown(arguments.keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            return refused(
                    Reason.BAD_REQUEST,
                    missing.isEmpty()
                            ? call.tool() + " takes no " + Shown.line(String.join(", ", unknown), 100)
                            : call.tool() + " needs " + String.join(", ", missing));
        }
        return understood(definition, arguments);
    }

    private static Understood refused(Reason reason, String detail) {
        return new Understood.Refused(Problem.of(reason, detail));
    }

    private Optional<Match> match(String tool, Map<String, Object> arguments) {
        return library.find(new McpSubject(settings.server(), tool, arguments));
    }

    private Classed classed(Definition definition, Optional<Match> match) {
        return Classed.of(match.map(Match::entry), definition, settings.reads(), settings.classified());
    }

    private Understood understood(Definition definition, Map<String, @Nullable Object> arguments) {
        var tool = definition.name();
        var match = match(tool, new HashMap<>(arguments));
        var classed = classed(definition, match);
        if (classed.tier() == Tier.READ) {
            return doable(tool, arguments, classed, Touching.Found.NOTHING);
        }
        var found = match.flatMap(known -> Touching.of(known, things, arguments));
        return found.isPresent()
                ? doable(tool, arguments, classed, found.get())
                : doable(tool, arguments, Classed.unknown(tool), Touching.Found.NOTHING);
    }

    private Understood doable(
            String tool, Map<String, @Nullable Object> arguments, Classed classed, Touching.Found found) {
        var resources = found.expected().stream()
                .map(Expected::resource)
                .distinct()
                .sorted()
                .toList();
        var command = settings.server() + "/" + tool + " " + Shown.ascii(Json.write(arguments));
        return new Understood.Doable(
                new Understood.Words(
                        classed.verb(),
                        classed.tier(),
                        classed.reversibility(),
                        resources.isEmpty() ? List.of(tool) : resources,
                        Shown.line(command, SUMMARY),
                        command,
                        new Form.Mcp(settings.server(), tool, arguments)),
                found.expected(),
                new Asked(
                        tool,
                        arguments,
                        found.details(),
                        found.made(),
                        !found.expected().isEmpty()));
    }

    @Override
    public Output answer(Object request, Within within) {
        var asked = (Asked) request;
        return switch (tools.call(asked.tool(), asked.arguments(), within)) {
            case Called.Said(var answer) -> output(asked, answer);
            case Called.Refused(var problem) -> throw problem.toException();
            case Called.Unsent(var problem) -> throw problem.toException();
            case Called.Unknown(var problem, var answered) -> throw problem.toException();
        };
    }

    private Output output(Asked asked, Answer answer) {
        return answer.output(asked.tool(), settings.limits().outputCharacters());
    }

    @Override
    public Seen read(Ref ref, Within within) {
        return things.named(ref.resource())
                .map(resource -> looking.look(resource, ref.key(), within))
                .orElseGet(() -> new Seen.Unreadable(Problem.of(
                        Reason.NOT_CAPTURABLE, "no entry says any longer how to look at " + ref.resource())));
    }

    @Override
    public Sent send(Object request, Sending how) {
        var asked = (Asked) request;
        return switch (tools.call(asked.tool(), asked.arguments(), how.within())) {
            case Called.Said(var answer)
            when answer.error() ->
                // Its word that nothing was done is checked by looking; where nobody can look, nobody knows.
                new Sent.Doubtful(
                        Problem.of(Reason.TARGET_REFUSED, asked.tool() + ": " + answer.shown()), asked.visible());
            case Called.Said(var answer) ->
                new Sent.Done(output(asked, answer), made(asked, answer), Map.of(), Map.of());
            case Called.Refused(var problem) -> new Sent.Refused(problem);
            case Called.Unsent(var problem) -> new Sent.Undelivered(problem);
            case Called.Unknown(var problem, var answered) -> new Sent.Doubtful(problem, answered);
        };
    }

    @Override
    public String detail(Object request, Ref ref) {
        return ((Asked) request).details().getOrDefault(ref, "");
    }

    private static List<Ref> made(Asked asked, Answer answer) {
        var refs = new ArrayList<Ref>();
        asked.made()
                .ifPresent(touch -> answer.fields()
                        .flatMap(fields -> Touching.key(touch.resource(), touch.made(), fields))
                        .ifPresent(key -> refs.add(new Ref(touch.resource().name(), key))));
        return refs;
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        return things.named(restoration.ref().resource())
                .map(resource -> restoring.restore(resource, restoration, within))
                .orElseGet(() -> new Sent.Undelivered(
                        Problem.of(Reason.NOT_UNDOABLE, "no entry says any longer how to put it back")));
    }

    @Override
    public Optional<Problem> objection(Restoration todo) {
        var resource = things.named(todo.ref().resource());
        boolean can = resource.isPresent()
                && (Restoring.moves(resource.get(), todo)
                        || !Restoring.steps(resource.get(), todo).isEmpty());
        return can
                ? Optional.empty()
                : Optional.of(Problem.of(Reason.NOT_UNDOABLE, "the server has no tool that puts this back"));
    }

    /** What was moved goes back only where it is to be again; otherwise it was made. */
    @Override
    public Restoration among(Restoration todo, Set<Ref> made) {
        var other = Kept.read(todo.detail()).other();
        return todo instanceof Restoration.Remove(var ref, var detail, var now, var version)
                        && other.isPresent()
                        && !made.contains(new Ref(ref.resource(), other.get()))
                ? new Restoration.Remove(ref, "", now, version)
                : todo;
    }

    @Override
    public boolean compensates(Restoration todo) {
        return todo instanceof Restoration.Remove remove
                && things.named(remove.ref().resource())
                        .filter(resource -> !Restoring.moves(resource, remove)
                                && resource.ways().remove().isEmpty())
                        .isPresent();
    }

    @Override
    public Reversibility reversibility(Object request, Expected expected, Seen before) {
        var key = expected.key();
        var detail = key == null ? null : ((Asked) request).details().get(new Ref(expected.resource(), key));
        if (detail != null && Kept.read(detail).other().isPresent()) {
            // What is moved is moved back.
            return Reversibility.TRIVIALLY_REVERSIBLE;
        }
        var ways = things.named(expected.resource()).map(resource -> resource.ways());
        if (ways.isEmpty()) {
            return Reversibility.IRREVERSIBLE;
        }
        boolean there = before instanceof Seen.Present;
        boolean goes = expected.kind() == Effect.Kind.DELETE;
        if (!there) {
            // It comes, if anything: it will have to go again.
            boolean comes = expected.kind() == Effect.Kind.INSERT;
            boolean aside = !ways.get().aside().isEmpty();
            return !comes || !ways.get().remove().isEmpty()
                    ? Reversibility.TRIVIALLY_REVERSIBLE
                    : aside ? Reversibility.PARTIALLY_REVERSIBLE : Reversibility.IRREVERSIBLE;
        }
        boolean already = expected.kind() == Effect.Kind.INSERT
                && expected.sets().fields().isEmpty();
        boolean can = goes
                ? !ways.get().make().isEmpty()
                : already || !ways.get().change().isEmpty();
        return can ? Reversibility.TRIVIALLY_REVERSIBLE : Reversibility.IRREVERSIBLE;
    }

    @Override
    public boolean byField(String resource) {
        return things.named(resource).map(known -> known.byField()).orElse(false);
    }

    /** The protocol has no such thing. */
    @Override
    public boolean conditional(String resource) {
        return false;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        return tools.upstream().unreachable(within);
    }

    @Override
    public void close() {
        tools.upstream().close();
    }
}
