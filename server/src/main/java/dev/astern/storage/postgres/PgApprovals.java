package dev.astern.storage.postgres;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.Approval;
import dev.astern.model.Page;
import dev.astern.policy.HoldTerms;
import dev.astern.sealing.KeyScope;
import dev.astern.sealing.Vault;
import dev.astern.storage.ApprovalStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

final class PgApprovals implements ApprovalStore {
    private static final String SELECT = """
            SELECT id, action_id, session_id, agent, target, round, fingerprint, policy_digest, rule, why, tier,
                   reversibility, risk, terms::text AS terms, state, held_at, decide_by, execute_by, node,
                   votes
              FROM approval
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Vault vault;

    PgApprovals(JdbcClient jdbc, TransactionTemplate transaction, Vault vault) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.vault = vault;
    }

    @Override
    public void add(Approval approval, Contents contents) {
        jdbc.sql("""
                        INSERT INTO approval (id, action_id, session_id, agent, target, round, fingerprint,
                                              policy_digest, rule, why, tier, reversibility, risk, terms, state, held_at,
                                              decide_by, votes, request, preview)
                        VALUES (:id, :action, :session, :agent, :target, :round, :fingerprint, :policy, :rule, :why,
                                :tier, :reversibility, :risk, :terms, :state, :held, :decide, :votes, :request, :preview)
                        """)
                .param("id", approval.id())
                .param("action", approval.actionId())
                .param("session", approval.sessionId())
                .param("agent", approval.agent())
                .param("target", approval.target())
                .param("round", approval.round())
                .param("fingerprint", approval.fingerprint())
                .param("policy", approval.policyDigest())
                .param("rule", approval.rule())
                .param("why", approval.why())
                .param("tier", approval.tier().name())
                .param("reversibility", approval.reversibility().name())
                .param("risk", approval.risk())
                .param("terms", PgJson.jsonb(approval.terms()))
                .param("state", approval.state().name())
                .param("held", PgTime.of(approval.heldAt()))
                .param("decide", PgTime.of(approval.decideBy()))
                .param("votes", votes(approval))
                .param("request", seal(approval, contents.request()))
                .param("preview", seal(approval, contents.preview()))
                .update();
    }

    @Override
    public Optional<Approval> byId(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    @Override
    public Optional<Approval> byAction(String actionId) {
        return jdbc.sql(SELECT + "WHERE action_id = :action")
                .param("action", actionId)
                .query(this::row)
                .optional();
    }

    @Override
    public Optional<Contents> contents(Approval approval) {
        return jdbc.sql("SELECT request, preview FROM approval WHERE id = :id")
                .param("id", approval.id())
                .query((row, number) -> List.of(row.getString(1), row.getString(2)))
                .optional()
                .flatMap(texts -> open(approval.sessionId(), texts.getFirst())
                        .flatMap(request -> open(approval.sessionId(), texts.getLast())
                                .map(preview -> new Contents(request, preview))));
    }

    @Override
    public Page<Approval> page(@Nullable Boolean open, @Nullable String session, @Nullable String from, int limit) {
        var rows = jdbc.sql(SELECT + """
                        WHERE (:open::boolean IS NULL OR :open = (state IN ('PENDING', 'APPROVED', 'RUNNING')))
                          AND (:session::text IS NULL OR session_id = :session)
                          AND (:from::text IS NULL OR id < :from)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("open", open)
                .param("session", session)
                .param("from", from)
                .param("limit", Cursor.fetch(limit))
                .query(this::row)
                .list();
        return Cursor.page(rows, limit, Approval::id);
    }

    @Override
    public List<Approval> open() {
        return jdbc.sql(SELECT + """
                        WHERE state IN ('PENDING', 'APPROVED', 'RUNNING')
                        ORDER BY coalesce(execute_by, decide_by), id LIMIT 10000
                        """).query(this::row).list();
    }

    @Override
    public List<Approval> update(List<String> ids, UnaryOperator<List<Approval>> change) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var before = jdbc.sql(SELECT + "WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                    .param("ids", ids.toArray(String[]::new))
                    .query(this::row)
                    .list();
            var after = change.apply(before);
            for (int i = 0; i < after.size(); i++) {
                if (!after.get(i).equals(before.get(i))) {
                    write(after.get(i));
                }
            }
            return after;
        }));
    }

    @Override
    public Approval update(String id, UnaryOperator<Approval> change, Contents contents) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var changed = update(
                            List.of(id), before -> before.stream().map(change).toList())
                    .getFirst();
            jdbc.sql("UPDATE approval SET request = :request, preview = :preview WHERE id = :id")
                    .param("request", seal(changed, contents.request()))
                    .param("preview", seal(changed, contents.preview()))
                    .param("id", id)
                    .update();
            return changed;
        }));
    }

    @Override
    public List<String> heldWithoutRequest(Instant before) {
        return jdbc.sql("""
                        SELECT id FROM action a
                         WHERE state = 'HELD' AND proposed_at < :before
                           AND NOT EXISTS (SELECT FROM approval p WHERE p.action_id = a.id)
                         ORDER BY id LIMIT 1000
                        """)
                .param("before", PgTime.of(before))
                .query(String.class)
                .list();
    }

    private void write(Approval approval) {
        var approved = approval.currentVotes().stream()
                .filter(vote -> vote.choice() != Approval.Choice.DENY)
                .toList();
        var at = approval.executeBy() == null || approved.isEmpty()
                ? null
                : approved.getLast().at();
        jdbc.sql("""
                        UPDATE approval
                           SET round = :round, fingerprint = :fingerprint, policy_digest = :policy, tier = :tier,
                               reversibility = :reversibility, risk = :risk, state = :state, decide_by = :decide,
                               execute_by = :execute, node = :node, votes = :votes,
                               approvers = :approvers, approved_at = :approved
                         WHERE id = :id
                        """)
                .param("round", approval.round())
                .param("fingerprint", approval.fingerprint())
                .param("policy", approval.policyDigest())
                .param("tier", approval.tier().name())
                .param("reversibility", approval.reversibility().name())
                .param("risk", approval.risk())
                .param("state", approval.state().name())
                .param("decide", PgTime.of(approval.decideBy()))
                .param("execute", PgTime.ofOrNull(approval.executeBy()))
                .param("node", approval.node())
                .param("votes", votes(approval))
                .param(
                        "approvers",
                        approved.stream().map(Approval.Vote::operator).toArray(String[]::new))
                .param("approved", PgTime.ofOrNull(at))
                .param("id", approval.id())
                .update();
    }

    @Override
    public void looked(String id, int round, String operator, Instant at) {
        jdbc.sql("""
                        INSERT INTO approval_look (approval_id, round, operator, at)
                        VALUES (:id, :round, :operator, :at) ON CONFLICT DO NOTHING
                        """)
                .param("id", id)
                .param("round", round)
                .param("operator", operator)
                .param("at", PgTime.of(at))
                .update();
    }

    @Override
    public Optional<Instant> lookedAt(String id, int round, String operator) {
        return jdbc.sql("SELECT at FROM approval_look WHERE approval_id = :id AND round = :round AND operator = :by")
                .param("id", id)
                .param("round", round)
                .param("by", operator)
                .query((row, number) -> PgTime.get(row, "at"))
                .optional();
    }

    @Override
    public Optional<String> lastApprover(String agent) {
        return jdbc.sql("""
                        SELECT approvers[array_upper(approvers, 1)] FROM approval
                         WHERE agent = :agent AND approved_at IS NOT NULL
                         ORDER BY approved_at DESC, id DESC LIMIT 1
                        """).param("agent", agent).query(String.class).optional();
    }

    private Approval row(ResultSet row, int number) throws SQLException {
        var session = row.getString("session_id");
        return new Approval(
                row.getString("id"),
                row.getString("action_id"),
                session,
                row.getString("agent"),
                row.getString("target"),
                row.getInt("round"),
                row.getString("fingerprint"),
                row.getString("policy_digest"),
                row.getString("rule"),
                row.getString("why"),
                Tier.valueOf(row.getString("tier")),
                Reversibility.valueOf(row.getString("reversibility")),
                row.getInt("risk"),
                PgJson.read(row.getString("terms"), HoldTerms.class),
                Approval.State.valueOf(row.getString("state")),
                PgTime.get(row, "held_at"),
                PgTime.get(row, "decide_by"),
                PgTime.getOrNull(row, "execute_by"),
                row.getString("node"),
                open(session, row.getString("votes"))
                        .map(votes -> List.of(PgJson.read(votes, Approval.Vote[].class)))
                        .orElse(List.of()));
    }

    private String votes(Approval approval) {
        return seal(approval, PgJson.write(approval.votes()));
    }

    private String seal(Approval approval, String text) {
        return vault.sealText(KeyScope.session(approval.sessionId()), text);
    }

    private Optional<String> open(String session, String column) {
        return vault.openText(KeyScope.session(session), column);
    }
}
