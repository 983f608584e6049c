package dev.astern.connector.http;

import dev.astern.connector.http.Description.OperationType;
import dev.astern.connector.http.Description.Resource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an agent asks of an API, understood. Fields are JSON texts, as images have them. */
sealed interface Ask {
    record Read(Resource resource, String key) implements Ask {}

    /** @param query as agents gave it, unencoded */
    record ListAll(Resource resource, Map<String, String> query, Optional<String> page) implements Ask {}

    record Create(Resource resource, Map<String, @Nullable String> fields, Optional<String> key) implements Ask {
        public Create {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    record Update(Resource resource, String key, Map<String, @Nullable String> fields) implements Ask {
        public Update {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    record Delete(Resource resource, String key) implements Ask {}

    /**
     * @param path filled
     * @param body JSON, or null where nothing is left to be sent
     */
    record Run(OperationType type, String path, @Nullable String body) implements Ask {}
}
