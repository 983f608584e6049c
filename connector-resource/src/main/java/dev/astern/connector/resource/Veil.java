package dev.astern.connector.resource;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.UndoItem;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Shows images without the values that nobody may see: that one is there, and whether it is the one before, is all. */
final class Veil {
    private static final String SECRET = "***";
    private static final String ANOTHER = "*** (another)";

    private final ResourceSystem system;

    Veil(ResourceSystem system) {
        this.system = system;
    }

    Effect over(Effect effect) {
        return new Effect(
                effect.resource(),
                effect.key(),
                effect.kind(),
                over(effect.resource(), effect.before(), null),
                over(effect.resource(), effect.after(), effect.before()),
                effect.erased());
    }

    private @Nullable Image over(String resource, @Nullable Image image, @Nullable Image before) {
        if (image == null) {
            return null;
        }
        var fields = new LinkedHashMap<String, @Nullable String>(image.fields());
        fields.replaceAll((name, value) ->
                system.secret(resource, name) ? veiled(value, before == null ? value : before.get(name)) : value);
        return new Image(fields);
    }

    private static @Nullable String veiled(@Nullable String value, @Nullable String before) {
        return value == null ? null : value.equals(before) || before == null ? SECRET : ANOTHER;
    }

    UndoItem.Field over(String resource, UndoItem.Field field) {
        return system.secret(resource, field.name())
                ? new UndoItem.Field(
                        field.name(),
                        veiled(field.before(), null),
                        veiled(field.after(), field.before()),
                        veiled(field.now(), field.after()),
                        field.result())
                : field;
    }
}
