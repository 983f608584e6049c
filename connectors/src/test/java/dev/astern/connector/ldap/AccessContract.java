package dev.astern.connector.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.TestExecution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds at a directory beyond the contract of every connector. */
abstract class AccessContract {
    private static final String PASSWORD = "canary-8c41aa07";

    private final AtomicInteger actions = new AtomicInteger();
    private final List<Object> seen = new ArrayList<>();
    private @Nullable LdapLaboratory lab;

    abstract LdapLaboratory open();

    @BeforeEach
    void start() {
        lab = open();
    }

    @AfterEach
    void stop() {
        lab().close();
    }

    final LdapLaboratory lab() {
        return java.util.Objects.requireNonNull(lab, "no laboratory is open");
    }

    final Performance perform(String id, Call call) {
        var resolution = lab().connector().resolve(call);
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        var operation = ((Resolution.Resolved) resolution).operation();
        seen.add(operation.command() + operation.summary());
        var performance = lab().connector().perform(operation, TestExecution.cleared(id));
        seen.add(performance);
        return performance;
    }

    private Selected done(Call call) {
        var id = "act_" + actions.incrementAndGet();
        var performance = perform(id, call);
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        if (((Performance.Committed) performance).observed().total() > 0) {
            seen.add(lab().connector().effects(id, null, 100));
        }
        return new Selected(id, ((Performance.Committed) performance).observed().digest());
    }

    private UndoReport undone(Selected... actions) {
        var request = new UndoRequest(Arrays.asList(actions), OnConflict.KEEP, Map.of(), 100, null);
        var undone = lab().connector().undo(request, TestExecution.cleared("und_" + this.actions.incrementAndGet()));
        seen.add(undone);
        assertThat(undone).isInstanceOf(UndoPerformance.Applied.class);
        return ((UndoPerformance.Applied) undone).report();
    }

    final void person(String key) {
        lab().put(key, Map.of("description", "one", "title", "two"));
    }

    private static Call access(String tool, String group, String member) {
        return new Call(tool, Map.of("group", group, "member", member));
    }

    @Test
    void a_grant_is_taken_back_without_touching_the_other_members() {
        person("alice");
        person("bob");
        var group = lab().group("admins", LdapLaboratory.USER);
        var granted = done(access("grant_access", group, lab().dn("alice").toUpperCase(java.util.Locale.ROOT)));
        assertThat(lab().members(group)).hasSize(2);
        lab().person(on -> on.modify(group, new Modification(ModificationType.ADD, "member", lab().dn("bob"))));
        assertThat(undone(granted).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(lab().members(group)).containsExactlyInAnyOrder(LdapLaboratory.USER, lab().dn("bob"));
    }

    @Test
    void what_was_revoked_is_granted_again() {
        person("alice");
        var group = lab().group("admins", LdapLaboratory.USER);
        var granted = done(access("grant_access", group, lab().dn("alice")));
        var revoked = done(access("revoke_access", group, lab().dn("alice")));
        assertThat(lab().members(group)).containsExactly(LdapLaboratory.USER);
        undone(revoked);
        assertThat(lab().members(group)).containsExactlyInAnyOrder(LdapLaboratory.USER, lab().dn("alice"));
        undone(granted);
        assertThat(lab().members(group)).containsExactly(LdapLaboratory.USER);
    }

    @Test
    void who_has_access_already_is_not_granted_it_and_so_does_not_lose_it_by_an_undo() {
        person("alice");
        var group = lab().group("admins", lab().dn("alice"));
        var performance = perform("act_1", access("grant_access", group, lab().dn("alice")));
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        assertThat(lab().members(group)).containsExactly(lab().dn("alice"));
    }

    @Test
    void a_grant_says_what_was_changed_where_and_when() {
        person("alice");
        var group = lab().group("admins", LdapLaboratory.USER);
        done(access("grant_access", group, lab().dn("alice")));
        assertThat(seen.getFirst().toString()).contains("changetype: modify", "add: member", lab().dn("alice"));
        var said = ((Performance.Committed) seen.get(1)).output().results().getFirst();
        assertThat(said.columns().toString()).contains("change", "what", "at_system", "at");
        assertThat(said.rows().getFirst().toString()).contains("grant", lab().dn("alice"), group, "127.0.0.1:");
    }

    @Test
    void attributes_with_several_values_come_back_as_they_were() {
        person("alice");
        var given = List.of("b", "a", "\u00e9t\u00e9");
        var set = done(new Call(
                "modify_entry",
                Map.of("dn", lab().dn("alice"), "fields", Map.of("description", given, "mobile", "1"))));
        assertThat(values("alice", "description")).containsExactlyInAnyOrderElementsOf(given);
        var gone = new java.util.HashMap<String, Object>();
        gone.put("description", null);
        var taken = done(new Call("modify_entry", Map.of("dn", lab().dn("alice"), "fields", gone)));
        assertThat(values("alice", "description")).isEmpty();
        undone(taken);
        assertThat(values("alice", "description")).containsExactlyInAnyOrderElementsOf(given);
        undone(set);
        assertThat(values("alice", "description")).containsExactly("one");
        assertThat(values("alice", "mobile")).isEmpty();
    }

    final List<String> values(String key, String attribute) {
        var values = lab().person(on -> on.getEntry(lab().dn(key))).getAttributeValues(attribute);
        return values == null ? List.of() : List.of(values);
    }

    @Test
    void a_deleted_account_comes_back_with_its_password_and_nobody_sees_it() {
        person("alice");
        var change = new Modification(ModificationType.REPLACE, "userPassword", PASSWORD);
        lab().person(on -> on.modify(lab().dn("alice"), change));
        done(lab().read("alice"));
        done(new Call("search_entries", Map.of("match", Map.of("title", "two"))));
        var deleted = done(lab().delete("alice"));
        assertThat(lab().accepts(lab().dn("alice"), PASSWORD)).isFalse();
        assertThat(undone(deleted).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(lab().accepts(lab().dn("alice"), PASSWORD)).isTrue();
        assertThat(seen.toString()).doesNotContain(PASSWORD).contains("***");
    }

    @Test
    void a_value_is_never_part_of_a_filter() {
        person("alice");
        var performance =
                perform("act_1", new Call("search_entries", Map.of("match", Map.of("title", "*)(objectClass=*"))));
        assertThat(((Performance.Committed) performance)
                        .output()
                        .results()
                        .getFirst()
                        .rowCount())
                .isZero();
    }

    @Test
    void a_list_that_is_cut_says_so() {
        person("alice");
        person("bob");
        var call = new Call("search_entries", Map.of("filter", "(title=two)", "limit", 1));
        var result = ((Performance.Committed) perform("act_1", call))
                .output()
                .results()
                .getFirst();
        assertThat(result.rows()).hasSize(1);
        assertThat(result.truncated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(userPassword=a*)",
                "(!(userPassword;x-1=a*))",
                "(|(cn=a)(&(sn=b)(unicodePwd=*)))",
                "(2.5.4.35=a*)",
                "(:caseExactMatch:=a)",
                "(cn=a",
                "",
                "cn=a)(x"
            })
    void a_filter_that_could_tell_a_secret_is_refused(String filter) {
        refused(new Call("search_entries", Map.of("filter", filter)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "cn=a,dc=example,dc=com", "cn=a", "dc=org", "cn=a\\,dc=example\\,dc=org", "cn=a,,dc=org"
            })
    void an_entry_out_of_reach_is_refused(String dn) {
        refused(new Call("delete_entry", Map.of("dn", dn)));
        refused(access("grant_access", dn, LdapLaboratory.USER));
    }

    @Test
    void what_can_t_be_written_here_is_refused() {
        var dn = lab().dn("alice");
        for (var fields : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("userPassword", "x"),
                Map.of("UserPassword;lang-en", "x"),
                Map.of("2.5.4.35", "x"),
                Map.of("member", dn),
                Map.of("title\r\nuserPassword", "x"),
                Map.of("title", Map.of("base64", "?")),
                Map.of("title", List.of(List.of("x"))),
                Map.of("title", "a", "TITLE", "b"),
                Map.of("title", "x".repeat(70_000)))) {
            refused(new Call("modify_entry", Map.of("dn", dn, "fields", fields)));
        }
    }

    private void refused(Call call) {
        var resolution = lab().connector().resolve(call);
        assertThat(resolution).as(call.toString()).isInstanceOf(Resolution.Refused.class);
        var problem = ((Resolution.Refused) resolution).problem();
        assertThat(problem.reason()).isEqualTo(Reason.BAD_REQUEST);
        assertThat(problem.detail()).isNotBlank();
    }
}
