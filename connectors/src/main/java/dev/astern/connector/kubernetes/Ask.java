package dev.astern.connector.kubernetes;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What an agent asks of a cluster, understood. */
sealed interface Ask {
    /** @param version of the API, where one was named */
    record Read(Which which, Optional<String> version) implements Ask {}

    /**
     * @param which without a name; without a namespace for all of them
     * @param query as {@code limit}, {@code continue} and {@code labelSelector}, encoded
     */
    record ListAll(Which which, Optional<String> version, String query) implements Ask {}

    /** What changes one object. */
    sealed interface Write extends Ask {
        Which which();

        Optional<String> version();
    }

    record Apply(Which which, Optional<String> version, ObjectNode manifest) implements Write {}

    /** @param type of the patch's content */
    record Patch(Which which, Optional<String> version, String type, ObjectNode patch) implements Write {}

    record Delete(Which which, Optional<String> version) implements Write {}

    /** Has all pods of a workload replaced. */
    record Restart(Which which, Optional<String> version) implements Write {}
}
