package dev.astern.storage.postgres;

import dev.astern.model.Action;
import dev.astern.model.Action.Outcome;
import dev.astern.sealing.KeyScope;
import dev.astern.sealing.Vault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of an action is kept sealed under its session's key: the text that it quotes, and what its caller was answered. */
final class ActionColumns {
    private static final String ERASED = "erased";

    private final Vault vault;

    /**
     * An action as it is written.
     *
     * @param outcome JSON, its detail and answer sealed
     */
    record Stored(Action action, String summary, @Nullable String outcome) {}

    ActionColumns(Vault vault) {
        this.vault = vault;
    }

    Stored seal(Action action) {
        var scope = KeyScope.session(action.sessionId());
        var summary = vault.sealText(scope, action.summary());
        var outcome = action.outcome();
        return new Stored(action, summary, outcome == null ? null : PgJson.write(sealed(scope, outcome)));
    }

    private Outcome sealed(KeyScope scope, Outcome outcome) {
        var detail = outcome.detail();
        return with(
                outcome,
                detail == null ? null : vault.sealText(scope, detail),
                vault.sealText(scope, outcome.answer()));
    }

    /** What is kept of a digest that covers images which are erased. */
    String keyed(String digest) {
        return keyed(vault, digest);
    }

    static String keyed(Vault vault, String digest) {
        return vault.pseudonym("images " + digest);
    }

    String summary(String sessionId, String column) {
        return open(sessionId, column).orElse(ERASED);
    }

    @Nullable
    Outcome outcome(String sessionId, @Nullable String column) {
        if (column == null) {
            return null;
        }
        var outcome = PgJson.read(column, Outcome.class);
        var detail = outcome.detail();
        return with(
                outcome,
                detail == null ? null : open(sessionId, detail).orElse(ERASED),
                open(sessionId, outcome.answer()).orElse(Outcome.ERASED));
    }

    private Optional<String> open(String sessionId, String column) {
        return vault.openText(KeyScope.session(sessionId), column);
    }

    private static Outcome with(Outcome outcome, @Nullable String detail, String answer) {
        return new Outcome(
                outcome.finishedAt(),
                outcome.counts(),
                outcome.digest(),
                outcome.notes(),
                outcome.reason(),
                detail,
                answer);
    }
}
