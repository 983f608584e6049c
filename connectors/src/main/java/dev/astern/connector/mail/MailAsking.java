package dev.astern.connector.mail;

import static dev.astern.connector.common.Texts.bad;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.common.Arguments;
import dev.astern.connector.common.Texts;
import dev.astern.connector.mail.MailAsk.Content;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.resource.Understood.Doable;
import dev.astern.connector.resource.Understood.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes sense of calls. Nothing here touches the outbox. */
final class MailAsking {
    static final String MAILS = "mails";
    private static final int ID = 80;
    private static final int LINE = 500;
    private static final int MAX_LISTED = 500;

    private final Rules rules;

    /**
     * What may be sent.
     *
     * @param maxBytes of text and attachments together
     * @param held whether it can be withdrawn for a while
     */
    record Rules(Addresses addresses, int maxRecipients, int maxBytes, boolean held) {}

    MailAsking(Rules rules) {
        this.rules = rules;
    }

    Understood understand(Call call) {
        try {
            return switch (call.tool()) {
                case "read_mail" -> read(call);
                case "list_mail" -> list(call);
                case "draft_mail" -> draft(call);
                case "submit_mail" -> submit(call);
                case "update_draft" -> update(call);
                case "delete_draft" -> delete(call);
                case "send_mail" -> send(call);
                case "withdraw_mail" -> withdraw(call);
                case "send_correction" -> correct(call);
                default -> throw bad("there is no tool " + Texts.shown(call.tool()));
            };
        } catch (ProblemException e) {
            return new Understood.Refused(e.problem());
        }
    }

    static Ref ref(String id) {
        return Ref.of(MAILS, "id", id);
    }

    private static String id(Arguments arguments) {
        return checked(arguments.text("id", ID));
    }

    private static String checked(String id) {
        if (!Outbox.ID.matcher(id).matches()) {
            throw bad("an id has letters, digits, - and _");
        }
        return id;
    }

    private Doable read(Call call) {
        var id = id(Arguments.of(call, "id"));
        return doable("read", Tier.READ, "read mail " + id, "", List.of(), new MailAsk.Read(id));
    }

    private Doable list(Call call) {
        var arguments = Arguments.of(call, "state", "limit");
        var state = arguments
                .optional("state", LINE)
                .map(word -> State.of(word).orElseThrow(() -> bad("there is no state " + Texts.shown(word))));
        var limit = arguments.number("limit", 100, 1, MAX_LISTED);
        return doable("list", Tier.READ, "list mail", "", List.of(), new MailAsk.ListAll(state, limit));
    }

    private Doable draft(Call call) {
        var draft = written(call);
        return doable(
                "draft",
                Tier.WRITE,
                "draft a mail to " + draft.fields().getOrDefault("to", "nobody yet"),
                shown(draft.fields(), draft.attachments()),
                List.of(inserted(draft, State.DRAFT)),
                draft);
    }

    private Doable submit(Call call) {
        var draft = written(call);
        var to = Stream.of("to", "cc", "bcc")
                .map(name -> draft.fields().getOrDefault(name, ""))
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElseThrow(() -> bad("a mail that is sent has a recipient"));
        return doable(
                "send",
                Tier.WRITE,
                "send a mail to " + to,
                shown(draft.fields(), draft.attachments()),
                List.of(inserted(draft, State.WAITING)),
                new MailAsk.Submit(draft));
    }

    private MailAsk.Draft written(Call call) {
        var arguments = Arguments.of(
                call, "id", "from", "to", "cc", "bcc", "subject", "text", "html", "attachments", "owner", "reason");
        var id = arguments.optional("id", ID).map(MailAsking::checked);
        var fields = fields(arguments);
        fields.putIfAbsent("from", rules.addresses().from().getFirst());
        var attachments = attachments(arguments);
        limits(fields, attachments);
        return new MailAsk.Draft(id, fields, attachments);
    }

    private static Expected inserted(MailAsk.Draft draft, State state) {
        var sets = sets(draft.fields(), draft.attachments());
        sets.put(Images.STATE, state.word());
        var key = draft.id().map(text -> ref(text).key()).orElse(null);
        return Expected.insert(MAILS, key, new Image(sets));
    }

    private Doable update(Call call) {
        var arguments = Arguments.of(
                call, "id", "from", "to", "cc", "bcc", "subject", "text", "html", "attachments", "owner", "reason");
        var id = id(arguments);
        var fields = fields(arguments);
        var attachments = call.arguments().containsKey("attachments")
                ? Optional.of(attachments(arguments))
                : Optional.<List<Content>>empty();
        if (fields.isEmpty() && attachments.isEmpty()) {
            throw bad("nothing is to be changed");
        }
        limits(fields, attachments.orElse(List.of()));
        return doable(
                "update",
                Tier.WRITE,
                "change draft " + id + " " + fields.keySet().stream().sorted().toList(),
                shown(fields, attachments.orElse(List.of())),
                List.of(Expected.update(ref(id), new Image(sets(fields, attachments.orElse(List.of()))))),
                new MailAsk.Update(id, fields, attachments));
    }

    private Doable delete(Call call) {
        var id = id(Arguments.of(call, "id"));
        return doable(
                "delete",
                Tier.DESTRUCTIVE,
                "delete draft " + id,
                "",
                List.of(Expected.delete(ref(id))),
                new MailAsk.Delete(id));
    }

    private Doable send(Call call) {
        var arguments = Arguments.of(call, "id", "reason");
        var id = id(arguments);
        var reason = line(arguments, "reason").orElse("");
        return doable(
                "send",
                Tier.WRITE,
                "send mail " + id,
                reason,
                List.of(Expected.update(ref(id), state(State.WAITING))),
                new MailAsk.Send(id, reason));
    }

    private static Image state(State state) {
        return new Image(Map.of(Images.STATE, state.word()));
    }

    private Doable withdraw(Call call) {
        var arguments = Arguments.of(call, "id", "reason");
        var id = id(arguments);
        var reason = line(arguments, "reason").orElse("");
        return doable(
                "withdraw",
                Tier.WRITE,
                "withdraw mail " + id,
                reason,
                List.of(Expected.update(ref(id), state(State.WITHDRAWN))),
                new MailAsk.Withdraw(id, reason));
    }

    private Doable correct(Call call) {
        var arguments = Arguments.of(call, "id", "subject", "text", "owner", "reason");
        var id = id(arguments);
        var fields = fields(arguments);
        if (!fields.containsKey("text")) {
            throw bad("a correction needs text");
        }
        limits(fields, List.of());
        var sets = sets(fields, List.of());
        sets.put(Images.STATE, State.WAITING.word());
        sets.put("in_reply_to", id);
        return doable(
                "correct",
                Tier.WRITE,
                "send a correction of mail " + id + " to whom it went",
                shown(fields, List.of()),
                List.of(Expected.insert(MAILS, null, new Image(sets))),
                new MailAsk.Correct(id, fields));
    }

    /** As images have them; empty for what is to be empty. */
    private Map<String, String> fields(Arguments arguments) {
        var fields = new LinkedHashMap<String, String>();
        arguments
                .optional("from", Addresses.MAX)
                .ifPresent(from -> fields.put("from", rules.addresses().sender(from)));
        for (var name : List.of("to", "cc", "bcc")) {
            var given = arguments.texts(name, rules.maxRecipients(), Addresses.MAX);
            var checked =
                    given.stream().map(rules.addresses()::recipient).distinct().toList();
            if (arguments.has(name)) {
                fields.put(name, Images.list(checked));
            }
        }
        for (var name : List.of("subject", "owner", "reason")) {
            line(arguments, name).ifPresent(text -> fields.put(name, text));
        }
        for (var name : List.of("text", "html")) {
            arguments.optional(name, rules.maxBytes()).ifPresent(text -> fields.put(name, text(text)));
        }
        return fields;
    }

    /** What goes into one line of a header, so that it can't become two. */
    private static Optional<String> line(Arguments arguments, String name) {
        var line = arguments.optional(name, LINE);
        if (line.isPresent() && !line.get().codePoints().allMatch(Texts::visible)) {
            throw bad(name + " is one line of visible characters");
        }
        return line;
    }

    private static String text(String text) {
        var lines = text.replace("\r\n", "\n");
        if (!lines.codePoints().allMatch(c -> c == '\n' || c == '\t' || Character.getType(c) != Character.CONTROL)) {
            throw bad("text has control characters");
        }
        return lines;
    }

    private List<Content> attachments(Arguments arguments) {
        var contents = new ArrayList<Content>();
        for (var given : arguments.objects("attachments", 20)) {
            contents.add(Attaching.content(given));
        }
        return contents;
    }

    private void limits(Map<String, String> fields, List<Content> attachments) {
        long bytes = fields.values().stream().mapToLong(String::length).sum()
                + attachments.stream()
                        .mapToLong(content -> content.attachment().sizeBytes())
                        .sum();
        if (bytes > rules.maxBytes()) {
            throw bad("the mail is larger than " + rules.maxBytes() + " bytes");
        }
    }

    private static Map<String, @Nullable String> sets(Map<String, String> fields, List<Content> attachments) {
        var sets = new LinkedHashMap<String, @Nullable String>();
        fields.forEach((name, value) -> {
            if (!value.isEmpty()) {
                sets.put(name, value);
            }
        });
        if (!attachments.isEmpty()) {
            sets.put(
                    "attachments",
                    Texts.JSON.writeValueAsString(
                            attachments.stream().map(Content::attachment).toList()));
        }
        return sets;
    }

    private static String shown(Map<String, String> fields, List<Content> attachments) {
        var shown = new StringBuilder();
        for (var name : List.of("from", "to", "cc", "bcc", "subject", "owner", "reason")) {
            if (fields.containsKey(name)) {
                shown.append(name).append(": ").append(fields.get(name)).append('\n');
            }
        }
        attachments.forEach(content -> shown.append("attachment: ")
                .append(Texts.JSON.writeValueAsString(content.attachment()))
                .append('\n'));
        shown.append('\n').append(fields.getOrDefault("text", ""));
        return shown.append(HtmlNote.of(fields.getOrDefault("html", ""))).toString();
    }

    private Doable doable(String verb, Tier tier, String summary, String more, List<Expected> expected, MailAsk ask) {
        var reversibility = tier == Tier.READ
                ? Reversibility.TRIVIALLY_REVERSIBLE
                : leaves(ask) && !rules.held()
                        ? Reversibility.PARTIALLY_REVERSIBLE
                        : Reversibility.REVERSIBLE_WITH_STATE;
        var words = new Words(
                verb,
                tier,
                reversibility,
                List.of(MAILS),
                Texts.shown(summary),
                more.isEmpty() ? summary : summary + "\n" + more,
                new Form.Other());
        return new Doable(words, expected, ask);
    }

    private static boolean leaves(MailAsk ask) {
        return ask instanceof MailAsk.Send || ask instanceof MailAsk.Submit || ask instanceof MailAsk.Correct;
    }
}
