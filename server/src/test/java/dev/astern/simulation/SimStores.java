package dev.astern.simulation;

import dev.astern.model.Page;
import dev.astern.model.Session;
import dev.astern.model.Target;
import dev.astern.storage.SessionStore;
import dev.astern.storage.TargetStore;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions and targets in memory; these do not fail here. */
final class SimStores {
    private SimStores() {}

    static final class MemorySessions implements SessionStore {
        private final Map<String, Session> sessions = new LinkedHashMap<>();
        private final Set<String> closed = new HashSet<>();
        private Runnable onRevoked = () -> {};

        /** Something that others do right after a session is revoked. */
        void onRevoked(Runnable others) {
            onRevoked = others;
        }

        @Override
        public void add(Session session, @Nullable String tokenHash) {
            sessions.put(session.id(), session);
        }

        @Override
        public Optional<Session> byTokenHash(String tokenHash) {
            return Optional.empty();
        }

        @Override
        public Optional<Session> byId(String id) {
            return Optional.ofNullable(sessions.get(id));
        }

        @Override
        public Page<Session> page(@Nullable String from, int limit) {
            return new Page<>(List.copyOf(sessions.values()), null);
        }

        @Override
        public boolean revoke(String id, String operator, Instant at) {
            var old = sessions.get(id);
            if (old == null || old.revokedAt() != null) {
                return false;
            }
            sessions.put(
                    id,
                    new Session(
                            old.id(),
                            old.kind(),
                            old.agent(),
                            old.environment(),
                            old.targets(),
                            old.startedBy(),
                            old.startedAt(),
                            old.expiresAt(),
                            at,
                            operator,
                            old.workflow()));
            onRevoked.run();
            return true;
        }

        @Override
        public List<Session> toClose(Instant endedBy) {
            return sessions.values().stream()
                    .filter(session -> session.revokedAt() != null
                            && !session.revokedAt().isAfter(endedBy)
                            && !closed.contains(session.id()))
                    .toList();
        }

        @Override
        public void closed(String id, Instant at) {
            closed.add(id);
        }
    }

    static final class MemoryTargets implements TargetStore {
        private final Map<String, Target> targets = new LinkedHashMap<>();

        @Override
        public boolean add(Target target) {
            return targets.putIfAbsent(target.name(), target) == null;
        }

        @Override
        public Optional<Target> byName(String name) {
            return Optional.ofNullable(targets.get(name));
        }

        @Override
        public List<Target> all() {
            return List.copyOf(targets.values());
        }

        @Override
        public boolean remove(String name) {
            return targets.remove(name) != null;
        }
    }
}
