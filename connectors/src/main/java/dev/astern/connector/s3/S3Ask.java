package dev.astern.connector.s3;

import java.util.Map;
import java.util.Optional;

/** What an agent asks of a bucket, understood. */
sealed interface S3Ask {
    record Read(String key) implements S3Ask {}

    record ListAll(String prefix, Optional<String> page, int limit) implements S3Ask {}

    /** @param fields as images have them; what is not there stays as it is */
    record Put(String key, Map<String, String> fields) implements S3Ask {
        public Put {
            fields = Map.copyOf(fields);
        }
    }

    record Delete(String key) implements S3Ask {}
}
