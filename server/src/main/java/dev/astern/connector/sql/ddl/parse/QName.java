package dev.astern.connector.sql.ddl.parse;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A name with or without its schema. */
public record QName(@Nullable String schema, String name) {
    public QName {
        Objects.requireNonNull(name, "name");
    }

    public QName in(String home) {
        return schema == null ? new QName(home, name) : this;
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
