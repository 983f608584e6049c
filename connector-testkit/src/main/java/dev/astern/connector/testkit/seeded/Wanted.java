package dev.astern.connector.testkit.seeded;

import dev.astern.connector.UndoRequest.OnConflict;
import java.util.Optional;

/**
 * What to do where others changed the same since.
 *
 * @param chosen the key of the one resource for which a person decided to put it back all the same
 * @param item how the plan calls it
 */
record Wanted(OnConflict onConflict, Optional<String> chosen, String item) {
    static Wanted all(OnConflict onConflict) {
        return new Wanted(onConflict, Optional.empty(), "");
    }

    OnConflict of(String key) {
        return chosen.filter(key::equals).isPresent() ? OnConflict.RESTORE : onConflict;
    }
}
