package dev.astern.connector.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Within;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One server: agreed with once in each of its lives, its tools listed again when it says so and now and then. */
final class Upstream implements AutoCloseable {
    static final String STATELESS = "2026-07-28";
    private static final List<String> EARLIER = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    private static final Map<String, Object> CLIENT = Map.of("name", "astern", "version", "1");
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int PAGES = 100;
    private static final int TOOLS = 1_000;
    private final Wire wire;
    private final boolean statelessFirst;
    private final ReentrantLock agreeing = new ReentrantLock();
    private volatile @Nullable Agreed agreed;

    /**
     * What is known of the server in this life of it.
     *
     * @param refused tools that can't be offered
     */
    private record Agreed(
            long life,
            long toolChanges,
            long at,
            Era era,
            String product,
            Map<String, Definition> tools,
            int refused) {}

    /** What it offers. */
    record Offer(String product, Map<String, Definition> tools, int refused) {}

    /** What became of getting ready. */
    private sealed interface Ready {
        record Yes(Agreed agreed) implements Ready {}

        record No(Problem problem) implements Ready {}
    }

    /** @param statelessFirst whether the newer era is tried first */
    Upstream(Wire wire, boolean statelessFirst) {
        this.wire = wire;
        this.statelessFirst = statelessFirst;
    }

    /** What it offers now, or nothing where it does not say so in time. */
    Optional<Offer> offer(Within within) {
        return ready(within) instanceof Ready.Yes(var now)
                ? Optional.of(new Offer(now.product(), now.tools(), now.refused()))
                : Optional.empty();
    }

    Optional<Problem> unreachable(Within within) {
        return ready(within) instanceof Ready.No(var problem) ? Optional.of(problem) : Optional.empty();
    }

    /**
     * Calls a tool, if it still is what was pinned.
     *
     * @param digest what was pinned
     */
    Called call(String tool, String digest, Map<String, @Nullable Object> arguments, Within within) {
        long life = wire.life();
        var called = once(tool, digest, arguments, within);
        // What never left because that life was over may go to the next.
        return called instanceof Called.Unsent && life >= 0 && wire.life() > life
                ? once(tool, digest, arguments, within)
                : called;
    }

    private Called once(String tool, String digest, Map<String, @Nullable Object> arguments, Within within) {
        Agreed now;
        switch (ready(within)) {
            case Ready.Yes(var agreed) -> now = agreed;
            case Ready.No(var problem) -> {
                return new Called.Unsent(problem);
            }
        }
        var definition = now.tools().get(tool);
        if (definition == null || !definition.digest().equals(digest)) {
            return new Called.Refused(Problem.of(
                    Reason.DEFINITION_CHANGED, tool + (definition == null ? " is gone" : " is defined otherwise now")));
        }
        var params = params(now.era());
        params.put("name", tool);
        params.put("arguments", arguments);
        return called(tool, wire.request("tools/call", params, within));
    }

    private Called called(String tool, Reply reply) {
        return switch (reply) {
            case Reply.Result(var fields) ->
                Answer.of(fields)
                        .<Called>map(Called.Said::new)
                        .orElseGet(() -> new Called.Unknown(
                                Problem.of(
                                        Reason.TARGET_UNREACHABLE,
                                        tool + " answered with what is no answer; questions are not answered"),
                                true));
            case Reply.Failed(var code, var message) ->
                new Called.Refused(
                        Problem.of(Reason.TARGET_REFUSED, tool + ": " + message).with("code", Long.toString(code)));
            case Reply.Unsent(var why) -> new Called.Unsent(unreachable(why));
            case Reply.Lost(var why) -> new Called.Unknown(unreachable(why), false);
        };
    }

    private static Problem unreachable(String why) {
        return Problem.of(Reason.TARGET_UNREACHABLE, "the server: " + (why.isEmpty() ? "it can't be reached" : why));
    }

    private Ready ready(Within within) {
        var now = agreed;
        long life = wire.life();
        if (now != null && fresh(now, life)) {
            return new Ready.Yes(now);
        }
        boolean had = false;
        try {
            had = agreeing.tryLock(within.left().toNanos(), TimeUnit.NANOSECONDS);
            if (!had) {
                return new Ready.No(unreachable("it takes too long to get ready"));
            }
            now = agreed;
            return now != null && fresh(now, life) ? new Ready.Yes(now) : agree(now, within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ready.No(Problem.of(Reason.CANCELLED, "it was cancelled before it was sent"));
        } finally {
            if (had) {
                agreeing.unlock();
            }
        }
    }

    private boolean fresh(Agreed known, long life) {
        return known.life() == life
                && known.toolChanges() == wire.toolChanges()
                && System.nanoTime() - known.at() < FRESH_NANOS;
    }

    private Ready agree(@Nullable Agreed known, Within within) {
        long life = wire.life();
        long changes = wire.toolChanges();
        if (life < 0) {
            return new Ready.No(unreachable(wire.complaint()));
        }
        Greeted greeted =
                known != null && known.life() == life ? new Greeted(known.era(), known.product(), null) : greet(within);
        if (greeted.problem() != null) {
            return new Ready.No(greeted.problem());
        }
        return listed(greeted, life, changes, within);
    }

    /** @param problem null where all is well */
    private record Greeted(
            Era era, String product, @Nullable Problem problem) {
        static Greeted not(Problem problem) {
            return new Greeted(Era.SESSIONS, "", problem);
        }
    }

    private Greeted greet(Within within) {
        var first = statelessFirst ? discover(within) : initialize(within);
        boolean otherwise = first.problem() != null && first.problem().reason() == Reason.TARGET_REFUSED;
        return otherwise ? (statelessFirst ? initialize(within) : discover(within)) : first;
    }

    private Greeted discover(Within within) {
        wire.speaks(Era.STATELESS, STATELESS);
        return switch (wire.request("server/discover", params(Era.STATELESS), within)) {
            case Reply.Result(var fields) ->
                fields.get("supportedVersions") instanceof List<?> versions && versions.contains(STATELESS)
                        ? new Greeted(
                                Era.STATELESS,
                                product(Rpc.object(fields.get("_meta"))
                                        .flatMap(meta -> Rpc.object(meta.get("io.modelcontextprotocol/serverInfo")))
                                        .or(() -> Rpc.object(fields.get("serverInfo")))),
                                null)
                        : Greeted.not(Problem.of(Reason.TARGET_REFUSED, "it speaks no revision that is known here"));
            case Reply other -> Greeted.not(problem(other));
        };
    }

    private Greeted initialize(Within within) {
        wire.speaks(Era.SESSIONS, "");
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("protocolVersion", EARLIER.getFirst());
        params.put("capabilities", Map.of());
        params.put("clientInfo", CLIENT);
        return switch (wire.request("initialize", params, within)) {
            case Reply.Result(var fields) -> {
                if (!(fields.get("protocolVersion") instanceof String version) || !EARLIER.contains(version)) {
                    yield Greeted.not(Problem.of(Reason.TARGET_REFUSED, "it speaks no revision that is known here"));
                }
                wire.speaks(Era.SESSIONS, version);
                wire.notice("notifications/initialized");
                yield new Greeted(Era.SESSIONS, product(Rpc.object(fields.get("serverInfo"))), null);
            }
            case Reply other -> Greeted.not(problem(other));
        };
    }

    private static Problem problem(Reply reply) {
        return switch (reply) {
            case Reply.Failed(var code, var message) -> Problem.of(Reason.TARGET_REFUSED, "the server: " + message);
            case Reply.Lost(var why) -> unreachable(why);
            case Reply.Unsent(var why) -> unreachable(why);
            case Reply.Result result -> unreachable("it answered with what was not asked");
        };
    }

    private static String product(Optional<Map<String, @Nullable Object>> info) {
        return info.map(known -> Shown.line(known.get("name") + " " + known.get("version"), 100))
                .orElse("an MCP server");
    }

    private Ready listed(Greeted greeted, long life, long changes, Within within) {
        var tools = new LinkedHashMap<String, Definition>();
        int refused = 0;
        String cursor = null;
        for (int page = 0; page < PAGES; page++) {
            var params = params(greeted.era());
            if (cursor != null) {
                params.put("cursor", cursor);
            }
            var reply = wire.request("tools/list", params, within);
            if (!(reply instanceof Reply.Result(var fields)) || !(fields.get("tools") instanceof List<?> some)) {
                return new Ready.No(problem(reply));
            }
            for (var one : some) {
                var definition = Definition.of(one);
                refused += definition.isEmpty() ? 1 : 0;
                // Two of one name: nobody can say which is called.
                if (definition.isPresent() && tools.put(definition.get().name(), definition.get()) != null) {
                    return new Ready.No(unreachable("it lists two tools of one name"));
                }
            }
            cursor = fields.get("nextCursor") instanceof String next ? next : null;
            if (tools.size() + refused > TOOLS) {
                break;
            }
            if (cursor == null) {
                var now = new Agreed(
                        life, changes, System.nanoTime(), greeted.era(), greeted.product(), Map.copyOf(tools), refused);
                agreed = now;
                return new Ready.Yes(now);
            }
        }
        return new Ready.No(unreachable("it lists more than " + TOOLS + " tools, or without end"));
    }

    private static Map<String, @Nullable Object> params(Era era) {
        var params = new LinkedHashMap<String, @Nullable Object>();
        if (era == Era.STATELESS) {
            params.put(
                    "_meta",
                    Map.of(
                            "io.modelcontextprotocol/protocolVersion",
                            STATELESS,
                            "io.modelcontextprotocol/clientCapabilities",
                            Map.of(),
                            "io.modelcontextprotocol/clientInfo",
                            CLIENT));
        }
        return params;
    }

    @Override
    public void close() {
        wire.close();
    }
}
