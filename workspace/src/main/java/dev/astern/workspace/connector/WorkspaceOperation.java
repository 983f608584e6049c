package dev.astern.workspace.connector;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.workspace.FileCall;
import dev.astern.workspace.ReadCall;
import dev.astern.workspace.Sight;
import dev.astern.workspace.Terms;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call that was understood. */
record WorkspaceOperation(
        What what,
        String verb,
        Tier tier,
        Reversibility reversibility,
        List<String> resources,
        String summary,
        String command,
        Form form,
        List<String> notes)
        implements Operation {

    /** What is to be done. */
    sealed interface What {
        record Read(ReadCall call) implements What {}

        record Files(FileCall call) implements What {}

        /**
         * @param sight what is seen of its doing
         * @param timeout the caller's own, or null
         */
        record Run(
                dev.astern.workspace.command.Command command,
                Sight sight,
                @Nullable Duration timeout) implements What {}
    }

    WorkspaceOperation {
        resources = List.copyOf(resources);
        notes = List.copyOf(notes);
    }

    Terms terms() {
        return new Terms(tier, reversibility, notes);
    }
}
