package dev.astern.connector.mail;

import dev.astern.connector.Call;
import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Tool;
import dev.astern.connector.common.Outputs;
import dev.astern.connector.resource.Amends;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.ResourceSystem;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Within;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An outbox: drafts, and what is on its way. */
final class MailSystem implements ResourceSystem {
    private final MailAsking asking;
    private final Outbox outbox;
    private final Changes changes;
    private final Smtp smtp;
    private final AutoCloseable running;

    /** @param running ends with this */
    MailSystem(MailAsking asking, Outbox outbox, Changes changes, Smtp smtp, AutoCloseable running) {
        this.asking = asking;
        this.outbox = outbox;
        this.changes = changes;
        this.smtp = smtp;
        this.running = running;
    }

    @Override
    public List<Tool> tools() {
        return MailTools.all();
    }

    @Override
    public Understood understand(Call call) {
        return asking.understand(call);
    }

    @Override
    public Output answer(Object request, Within within) {
        try {
            return switch ((MailAsk) request) {
                case MailAsk.Read(var id) -> one(id);
                case MailAsk.ListAll(var state, var limit) -> many(state, limit);
                default -> throw new IllegalArgumentException("not a read: bug");
            };
        } catch (IOException e) {
            throw unreadable(e).toException();
        }
    }

    private static Problem unreadable(IOException e) {
        return Problem.of(
                Reason.TARGET_UNREACHABLE,
                "the outbox can't be used: " + e.getClass().getSimpleName());
    }

    private Output one(String id) throws IOException {
        var mail = outbox.read(id)
                .orElseThrow(() ->
                        Problem.of(Reason.NOT_FOUND, "there is no mail " + id).toException());
        var rows = new ArrayList<List<@Nullable Object>>();
        rows.add(Outputs.row("id", id));
        Images.of(mail).fields().forEach((name, value) -> rows.add(Outputs.row(name, value)));
        return Outputs.of(Outputs.table("read", List.of("field", "value"), rows));
    }

    private Output many(Optional<State> state, int limit) throws IOException {
        var rows = new ArrayList<List<@Nullable Object>>();
        var names = List.of("state", "owner", "to", "subject", "due", "sent", "approval", "reason", "detail");
        for (var mail : outbox.all()) {
            if (state.isEmpty() || state.get() == mail.state()) {
                var image = Images.of(mail);
                var row = Outputs.row(mail.id());
                names.forEach(name -> row.add(image.get(name)));
                rows.add(row);
            }
        }
        var columns = new ArrayList<>(List.of("id"));
        columns.addAll(names);
        var shown = rows.subList(0, Math.min(limit, rows.size()));
        return Outputs.of(Outputs.table("list", columns, shown, shown.size() < rows.size()));
    }

    private static String id(Ref ref) {
        return Objects.requireNonNull(ref.key().get("id"), "no id: bug");
    }

    @Override
    public Seen read(Ref ref, Within within) {
        try {
            return outbox.read(id(ref))
                    .<Seen>map(mail -> new Seen.Present(Images.of(mail), mail.version()))
                    .orElseGet(Seen.Absent::new);
        } catch (IOException e) {
            return new Seen.Unreadable(unreadable(e));
        }
    }

    /** Where writing fails, reading tells what was written. */
    private Sent changed(Outbox.Change<Sent> change) {
        try {
            return outbox.locked(change);
        } catch (IOException e) {
            return new Sent.Doubtful(unreadable(e), true);
        }
    }

    @Override
    public Sent send(Object request, Sending how) {
        return changed(() -> switch ((MailAsk) request) {
            case MailAsk.Draft draft -> changes.draft(draft, how);
            case MailAsk.Submit submit -> changes.submit(submit, how);
            case MailAsk.Update update -> changes.update(update, version(update.id(), how));
            case MailAsk.Send send -> changes.send(send, version(send.id(), how), how);
            case MailAsk.Withdraw withdraw -> changes.withdraw(withdraw, version(withdraw.id(), how));
            case MailAsk.Delete(var id) -> changes.delete(id, version(id, how));
            case MailAsk.Correct correct -> changes.correct(correct, how);
            case MailAsk.Read read -> throw new IllegalArgumentException("a read is not sent: bug");
            case MailAsk.ListAll list -> throw new IllegalArgumentException("a list is not sent: bug");
        });
    }

    private static @Nullable String version(String id, Sending how) {
        return how.versions().get(MailAsking.ref(id));
    }

    @Override
    public Sent restore(Restoration restoration, Within within) {
        var id = id(restoration.ref());
        return changed(() -> switch (restoration) {
            case Restoration.Put put -> changes.put(id, put.wanted(), put.version());
            case Restoration.Make make -> changes.make(id, make.wanted());
            case Restoration.Remove remove -> changes.remove(id, remove.version());
        });
    }

    /** An undo puts nothing on its way, and changes nothing that is. */
    @Override
    public Optional<Problem> objection(Restoration restoration) {
        return switch (restoration) {
            case Restoration.Put put -> objection(put.now(), put.wanted());
            case Restoration.Make make ->
                Images.state(make.wanted()).rests() ? Optional.empty() : Optional.of(sendsNothing());
            case Restoration.Remove remove ->
                Images.state(remove.now()).gone() ? Optional.of(hasLeft()) : Optional.empty();
        };
    }

    private static Optional<Problem> objection(Image now, Image wanted) {
        if (Images.state(now).gone()) {
            return Optional.of(hasLeft());
        }
        return Images.state(wanted).rests() ? Optional.empty() : Optional.of(sendsNothing());
    }

    private static Problem sendsNothing() {
        return Problem.of(Reason.NOT_UNDOABLE, "an undo sends no mail and changes none that waits");
    }

    private static Problem hasLeft() {
        return Problem.of(Reason.COMPENSATE_ONLY, "the mail has left");
    }

    @Override
    public Amends amends(Ref ref, Image after, Image now) {
        if (Images.state(after) != State.WAITING || !Images.state(now).gone()) {
            return Amends.NONE;
        }
        try {
            var id = id(ref);
            return outbox.all().stream()
                            .anyMatch(mail -> mail.inReplyTo().equals(id) && mail.state() != State.WITHDRAWN)
                    ? Amends.MADE
                    : Amends.POSSIBLE;
        } catch (IOException e) {
            throw unreadable(e).toException();
        }
    }

    @Override
    public Sent amend(Ref ref, Image now, Within within) {
        return changed(() -> changes.amend(id(ref)));
    }

    @Override
    public boolean conditional(String resource) {
        return true;
    }

    @Override
    public Optional<Problem> unreachable(Within within) {
        try {
            outbox.locked(() -> Map.of());
            return smtp.unreachable();
        } catch (IOException e) {
            return Optional.of(unreadable(e));
        }
    }

    /** What waits in its name does not leave any more. */
    @Override
    public void revoke(SessionRef session) {
        try {
            outbox.locked(() -> changes.revoke(session.id()));
        } catch (IOException e) {
            throw unreadable(e).toException();
        }
    }

    @Override
    public void close() {
        try {
            running.close();
        } catch (Exception e) {
            throw new IllegalStateException("the outbox does not end", e);
        }
    }
}
