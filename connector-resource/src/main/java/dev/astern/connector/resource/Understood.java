package dev.astern.connector.resource;

import dev.astern.connector.Form;
import dev.astern.connector.Problem;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.List;
import java.util.Objects;

/** What a system makes of a call. */
public sealed interface Understood {
    /** It can't be done, or not like this. */
    record Refused(Problem problem) implements Understood {}

    /**
     * It can be done.
     *
     * @param words what it is
     * @param expected the resources it will change; none for a read, and none where nobody can say, which makes it
     *     irreversible
     * @param request what the system needs to do it; only the system looks at it
     */
    record Doable(Words words, List<Expected> expected, Object request) implements Understood {
        public Doable {
            Objects.requireNonNull(words, "words");
            expected = List.copyOf(expected);
            Objects.requireNonNull(request, "request");
        }
    }

    /**
     * What the gateway is told of a call.
     *
     * @param verb for example {@code update}
     * @param resources what it names
     * @param summary one line for people
     * @param command in full, as it will be sent, without secrets
     */
    record Words(
            String verb,
            Tier tier,
            Reversibility reversibility,
            List<String> resources,
            String summary,
            String command,
            Form form) {
        public Words {
            resources = List.copyOf(resources);
        }
    }
}
