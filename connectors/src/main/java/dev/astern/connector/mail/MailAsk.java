package dev.astern.connector.mail;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent asks of the outbox, understood. */
sealed interface MailAsk {
    record Read(String id) implements MailAsk {}

    record ListAll(Optional<State> state, int limit) implements MailAsk {}

    /** @param id empty where the outbox gives one */
    record Draft(Optional<String> id, Map<String, String> fields, List<Content> attachments) implements MailAsk {
        public Draft {
            fields = Map.copyOf(fields);
            attachments = List.copyOf(attachments);
        }
    }

    /** @param attachments empty to leave them as they are */
    record Update(String id, Map<String, String> fields, Optional<List<Content>> attachments) implements MailAsk {
        public Update {
            fields = Map.copyOf(fields);
        }
    }

    /** A mail that is written and put on its way in one. */
    record Submit(Draft draft) implements MailAsk {}

    record Send(String id, String reason) implements MailAsk {}

    record Withdraw(String id, String reason) implements MailAsk {}

    record Delete(String id) implements MailAsk {}

    /** @param fields as far as they are not those of the mail that is corrected */
    record Correct(String id, Map<String, String> fields) implements MailAsk {
        public Correct {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * An attachment with its content.
     *
     * @param base64 its bytes
     */
    record Content(Mail.Attachment attachment, String base64) {
        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }
}
