package dev.astern.workspace.runner;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.workspace.remote.Asked;
import dev.astern.workspace.remote.Frames;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Answers one connection's call. Nothing that was asked is believed: the call is understood again here. */
final class Answering {
    private final Map<String, Hosted> workspaces;
    private final Frames frames;

    Answering(Map<String, Hosted> workspaces, Frames frames) {
        this.workspaces = workspaces;
        this.frames = frames;
    }

    void answer() throws IOException {
        try {
            answer(frames.read());
        } catch (ProblemException e) {
            frames.send("problem", e.problem());
        } catch (RuntimeException e) {
            frames.send(
                    "problem",
                    Problem.of(
                            Reason.INTERNAL,
                            "the runner failed: " + e.getClass().getSimpleName()));
            throw e;
        }
    }

    private void answer(Frames.Message message) throws IOException {
        switch (message.kind()) {
            case "resolve" -> frames.send("understood", understood(operation(message.as(Asked.Resolve.class))));
            case "perform" -> perform(message.as(Asked.Perform.class));
            case "settle" -> {
                var asked = message.as(Asked.OfAction.class);
                frames.sendCase("settled", hosted(asked.workspace()).connector().settle(asked.actionId()));
            }
            case "effects" -> {
                var asked = message.as(Asked.Effects.class);
                frames.send(
                        "page",
                        hosted(asked.workspace()).connector().effects(asked.actionId(), asked.from(), asked.limit()));
            }
            case "plan" -> {
                var asked = message.as(Asked.Undo.class);
                frames.send("report", hosted(asked.workspace()).connector().planUndo(asked.request()));
            }
            case "undo" -> undo(message.as(Asked.Undo.class));
            case "revoke" -> {
                var asked = message.as(Asked.Revoke.class);
                hosted(asked.workspace()).connector().revoke(asked.session());
                frames.send("done", new Asked.Nothing());
            }
            case "status" ->
                frames.send(
                        "status",
                        hosted(message.as(Asked.Status.class).workspace())
                                .installation()
                                .status());
            case "prune" -> {
                var asked = message.as(Asked.Prune.class);
                frames.send(
                        "pruned",
                        hosted(asked.workspace())
                                .installation()
                                .prune(Instant.ofEpochMilli(asked.beforeMs()), asked.dryRun()));
            }
            default -> throw bad("nothing here is called " + message.kind());
        }
    }

    private Hosted hosted(String name) {
        var hosted = workspaces.get(name);
        if (hosted == null) {
            throw bad("this runner has no workspace of that name");
        }
        return hosted;
    }

    private Operation operation(Asked.Resolve asked) {
        var call = new Call(asked.tool(), asked.arguments());
        return switch (hosted(asked.workspace()).connector().resolve(call)) {
            case Resolution.Resolved resolved -> resolved.operation();
            case Resolution.Refused refused -> throw refused.problem().toException();
        };
    }

    private static Asked.Understood understood(Operation operation) {
        return new Asked.Understood(
                operation.verb(),
                operation.tier(),
                operation.reversibility(),
                operation.resources(),
                operation.summary(),
                operation.command(),
                operation.form() instanceof Form.Command command ? command.argv() : List.of());
    }

    private void perform(Asked.Perform asked) throws IOException {
        var connector = hosted(asked.call().workspace()).connector();
        var operation = operation(asked.call());
        var caller = listening(asked.execution());
        frames.sendCase(
                "performed",
                asked.rehearse() ? connector.rehearse(operation, caller) : connector.perform(operation, caller));
    }

    private void undo(Asked.Undo asked) throws IOException {
        var execution = asked.execution();
        if (execution == null) {
            throw bad("an undo has an action of its own");
        }
        var connector = hosted(asked.workspace()).connector();
        frames.sendCase("undone", connector.undo(asked.request(), listening(execution)));
    }

    private Caller listening(Asked.For execution) {
        var caller = new Caller(frames, execution);
        Thread.ofVirtual().name("listen-" + execution.actionId()).start(caller::listen);
        return caller;
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
