package dev.astern.connector.mcp;

import dev.astern.connector.Secret;
import dev.astern.connector.resource.Within;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts out of all that a server says what it was shown, so that it is in no definition that is pinned and in no answer. */
record VeiledWire(Wire wire, Collection<Secret> shown) implements Wire {
    private String hide(String text) {
        var hidden = text;
        for (var secret : shown) {
            hidden = secret.hide(hidden);
        }
        return hidden;
    }

    private @Nullable Object hidden(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> hide(text);
            case Map<?, ?> fields -> {
                var all = new LinkedHashMap<String, @Nullable Object>();
                fields.forEach((name, one) -> all.put(hide(String.valueOf(name)), hidden(one)));
                yield all;
            }
            case List<?> list -> {
                var all = new ArrayList<@Nullable Object>();
                list.forEach(one -> all.add(hidden(one)));
                yield all;
            }
            default -> value;
        };
    }

    @Override
    public Reply request(String method, Map<String, @Nullable Object> params, Within within) {
        return switch (wire.request(method, params, within)) {
            case Reply.Result(var fields) -> {
                var all = new LinkedHashMap<String, @Nullable Object>();
                fields.forEach((name, value) -> all.put(hide(name), hidden(value)));
                yield new Reply.Result(all);
            }
            case Reply.Failed(var code, var message) -> new Reply.Failed(code, hide(message));
            case Reply.Lost(var why) -> new Reply.Lost(hide(why));
            case Reply.Unsent(var why) -> new Reply.Unsent(hide(why));
        };
    }

    @Override
    public void notice(String method) {
        wire.notice(method);
    }

    @Override
    public void speaks(Era era, String version) {
        wire.speaks(era, version);
    }

    @Override
    public long life() {
        return wire.life();
    }

    @Override
    public long toolChanges() {
        return wire.toolChanges();
    }

    @Override
    public String complaint() {
        return hide(wire.complaint());
    }

    @Override
    public void close() {
        wire.close();
    }
}
