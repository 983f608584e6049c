package dev.astern.describe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resource as it goes into the description.
 *
 * @param headers that its requests have, with the one value that the document gives them
 */
record Draft(ItemPath path, Lines lines, Map<String, String> headers) {
    Draft {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
