package dev.astern.verify.lines;

import dev.astern.journal.Hash;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.entry.EntryType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** That what is there is all: of each session from its first entry on, or of the log from an index on. */
final class Chains {
    private final Scope scope;
    private final Map<String, Link> links = new HashMap<>();
    private final HashSet<String> sessions;
    private long lastIndex = -1;
    private long count;

    /** The last entry of a chain that was seen. */
    private record Link(long sequence, Hash hash, boolean closed) {}

    Chains(Scope scope) {
        this.scope = scope;
        this.sessions = switch (scope) {
            case Scope.Sessions(var named) -> new HashSet<>(named);
            case Scope.Since _ -> new HashSet<>();
        };
    }

    long count() {
        return count;
    }

    /** Why an entry can't follow those before it, if it can't. */
    Optional<String> add(CheckedEntry next) {
        var problem = place(next);
        if (problem == null) {
            problem = link(next);
        }
        lastIndex = next.index();
        count++;
        return Optional.ofNullable(problem);
    }

    private @Nullable String place(CheckedEntry next) {
        return switch (scope) {
            case Scope.Sessions _ -> {
                if (next.index() <= lastIndex) {
                    yield "its index is not above that of the receipt before it";
                }
                var session = next.entry().session();
                yield session.equals(Entry.LOG) || sessions.contains(session)
                        ? null
                        : "it is of a session that the bundle does not name";
            }
            case Scope.Since(long from, var _) ->
                next.index() == from + count ? null : "expected index " + (from + count) + ", found " + next.index();
        };
    }

    private @Nullable String link(CheckedEntry next) {
        var entry = next.entry();
        var before = links.get(entry.session());
        links.put(entry.session(), new Link(entry.sequence(), next.hash(), entry.type() == EntryType.SESSION_CLOSED));
        if (entry.type() == EntryType.SESSION_CLOSED
                && !Long.valueOf(entry.sequence() + 1).equals(entry.body().get("count"))) {
            return "a chain's last entry counts others than there are";
        }
        if (before == null) {
            return entry.sequence() == 0 || mayBeginLater(entry) ? null : "its chain does not begin at its beginning";
        }
        return follows(entry, before);
    }

    /** Only of the log's own chain are there some entries without the others, and chains may have begun before an index. */
    private boolean mayBeginLater(Entry entry) {
        return switch (scope) {
            case Scope.Sessions _ -> entry.session().equals(Entry.LOG);
            case Scope.Since(long from, var _) -> from > 0;
        };
    }

    private @Nullable String follows(Entry entry, Link before) {
        if (before.closed()) {
            return "its chain has ended before it";
        }
        if (entry.sequence() != before.sequence() + 1) {
            boolean mayLeaveOut =
                    scope instanceof Scope.Sessions && entry.session().equals(Entry.LOG);
            return mayLeaveOut && entry.sequence() > before.sequence()
                    ? null
                    : "expected sequence " + (before.sequence() + 1) + ", found " + entry.sequence();
        }
        return entry.previous().filter(before.hash()::equals).isPresent()
                ? null
                : "it names another entry than the one before it";
    }

    /** Why these can't be all, if they can't. */
    Optional<String> end(long treeSize) {
        return switch (scope) {
            case Scope.Sessions(var named) ->
                named.stream().allMatch(links::containsKey)
                        ? Optional.empty()
                        : Optional.of("a session that the bundle names has no receipts");
            case Scope.Since(long from, var _) ->
                from + count == treeSize
                        ? Optional.empty()
                        : Optional.of("expected receipts up to index " + (treeSize - 1) + ", found " + count);
        };
    }

    /** Sessions whose chains have no end. */
    List<String> open() {
        var open = new ArrayList<String>();
        for (var session : sessions) {
            var link = links.get(session);
            if (link != null && !link.closed()) {
                open.add(session);
            }
        }
        open.sort(null);
        return open;
    }
}
