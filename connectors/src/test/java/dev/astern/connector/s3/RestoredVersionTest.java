package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.TestExecution;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back of an object is the version that it was, with what nobody keeps here. */
class RestoredVersionTest {
    private final FakeStore store = new FakeStore(true, true);
    private final StoreLaboratory lab = StoreLaboratory.over(store);
    private final String key = lab.key("a");
    private int actions;

    @AfterEach
    void close() {
        lab.close();
    }

    private void byHand(String text) {
        var headers = Map.of("content-type", "text/plain", "x-amz-tagging", "owner=desk");
        lab.person("PUT", key, headers, text.getBytes(UTF_8));
    }

    private Selected does(Call call) {
        var resolved = (Resolution.Resolved) lab.connector().resolve(call);
        var id = "act_" + ++actions;
        var done = lab.connector().perform(resolved.operation(), TestExecution.cleared(id));
        return new Selected(id, ((Performance.Committed) done).observed().digest());
    }

    private UndoReport undo(Selected... actions) {
        var request = new UndoRequest(List.of(actions), OnConflict.KEEP, Map.of(), 10, null);
        var undone = lab.connector().undo(request, TestExecution.cleared("act_undo"));
        return ((UndoPerformance.Applied) undone).report();
    }

    @Test
    void a_change_is_taken_back_by_a_copy_of_the_version_before() {
        byHand("one");
        var first = does(new Call("put_object", Map.of("key", key, "text", "two")));
        var second = does(new Call("put_object", Map.of("key", key, "text", "three")));
        assertThat(undo(first, second).count(UndoResult.RESTORED)).isEqualTo(1);
        var versions = store.objects().of(key);
        assertThat(versions).hasSize(4);
        assertThat(versions.getFirst().body()).isEqualTo("one");
        assertThat(versions.getFirst().headers()).containsEntry("x-amz-tagging", "owner=desk");
    }

    @Test
    void a_deletion_is_taken_back_by_removing_its_mark() {
        byHand("one");
        var before = store.objects().of(key);
        var deleted = does(new Call("delete_object", Map.of("key", key)));
        assertThat(undo(deleted).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(store.objects().of(key)).isEqualTo(before);
    }

    /** Whatever the store makes of the copy's condition. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_somebody_writes_in_the_moment_of_the_copy_stays(boolean minds) {
        var moment = new FakeStore(true, minds);
        try (var other = StoreLaboratory.over(moment)) {
            other.put("a", Map.of("text", "one", "type", "x"));
            var resolved = (Resolution.Resolved) other.connector().resolve(other.change("a", "text", "two"));
            var done = (Performance.Committed)
                    other.connector().perform(resolved.operation(), TestExecution.cleared("act_1"));
            var once = new AtomicBoolean();
            moment.beforeCopy(() -> {
                if (once.compareAndSet(false, true)) {
                    moment.objects().put(other.key("a"), Map.of("content-type", "text/x-x"), "hand");
                }
            });
            var selected = new Selected("act_1", done.observed().digest());
            var request = new UndoRequest(List.of(selected), OnConflict.KEEP, Map.of(), 10, null);
            other.connector().undo(request, TestExecution.cleared("act_2"));
            assertThat(once).isTrue();
            assertThat(other.truth("a").orElseThrow()).containsEntry("text", "hand");
        }
    }

    @Test
    void a_version_that_is_gone_comes_back_by_its_content() {
        byHand("one");
        var first = store.objects().of(key).getFirst().id();
        var done = does(new Call("put_object", Map.of("key", key, "text", "two")));
        store.objects().delete(key, first, Map.of());
        assertThat(undo(done).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(store.objects().of(key).getFirst().body()).isEqualTo("one");
    }

    @Test
    void a_list_that_cant_be_read_names_no_version() {
        assertThat(Kept.of("<ListVersionsResult><Version><Size>many".getBytes(UTF_8), "a"))
                .isEmpty();
        assertThat(Kept.of(
                        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Version><Key>&e;</Key></Version>"
                                .getBytes(UTF_8),
                        "a"))
                .isEmpty();
    }
}
