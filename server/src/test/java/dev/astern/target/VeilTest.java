package dev.astern.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Connector;
import dev.astern.connector.Effect;
import dev.astern.connector.Execution;
import dev.astern.connector.Image;
import dev.astern.connector.Installation;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Secret;
import dev.astern.connector.Tier;
import java.lang.reflect.Modifier;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VeilTest {
    private static final String VALUE = "s3cr\"et/+&word";

    private final Secret secret = Secret.from(() -> VALUE);
    private final Veil veil = new Veil(secret::hide);

    @Test
    void a_secret_is_hidden_in_the_forms_in_which_it_is_repeated() {
        secret.reveal();
        for (var said : List.of(
                VALUE,
                VALUE.replace("\"", "\\\""),
                URLEncoder.encode(VALUE, UTF_8),
                Base64.getEncoder().encodeToString(("user:" + VALUE).getBytes(UTF_8)),
                Base64.getUrlEncoder().encodeToString(VALUE.getBytes(UTF_8)))) {
            assertThat(secret.hide("so <" + said + "> it is"))
                    .as(said)
                    .startsWith("so <")
                    .endsWith("> it is")
                    .contains("***")
                    .doesNotContain(said);
        }
        assertThat(secret.hide("s3cret word")).isEqualTo("s3cret word");
    }

    @Test
    void what_was_never_revealed_hides_nothing_and_what_was_replaced_stays_hidden() {
        assertThat(secret.hide(VALUE)).isEqualTo(VALUE);
        var now = new AtomicReference<>("the old one");
        var changing = Secret.from(now::get);
        var prefixed = changing.as(value -> "Bearer " + value);
        assertThat(prefixed.reveal()).isEqualTo("Bearer the old one");
        now.set("the new one");
        prefixed.reveal();
        assertThat(prefixed.hide("the old one, the new one")).isEqualTo("***, ***");
    }

    @Test
    void a_word_that_is_too_short_to_be_told_from_others_is_left() {
        var word = Secret.from(() -> "order");
        word.reveal();
        assertThat(word.hide("an order")).isEqualTo("an order");
    }

    @Test
    void whatever_record_holds_it_is_made_again_without_it() {
        secret.reveal();
        var image = new Image(Map.of("note", "it is " + VALUE));
        var observed = new Observed(
                List.of(),
                "digest",
                List.of(new Effect("cards", image, Effect.Kind.INSERT, null, image)),
                List.of("note " + VALUE),
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE);
        var rows = List.of(Arrays.<Object>asList(null, VALUE, 7));
        var output = new Output(0, List.of(new Output.Result("t", 1, List.of(), rows, false)));
        var veiled = veil.<Performance>over(new Performance.Committed(observed, Reads.none(), output));
        assertThat(veiled).isInstanceOf(Performance.Committed.class);
        assertThat(veiled.toString())
                .doesNotContain(VALUE)
                .contains("it is ***", "note ***", "[null, ***, 7]", "digest");
    }

    /** A method that is left out would be the interface's default, and not the connector's. */
    @Test
    void everything_goes_through() {
        var through = Map.<Class<?>, Class<?>>of(
                Connector.class, VeiledConnector.class,
                Execution.class, VeiledConnector.VeiledExecution.class,
                Installation.class, VeiledInstallation.class);
        through.forEach((type, veiled) -> {
            for (var method : type.getDeclaredMethods()) {
                if (!Modifier.isStatic(method.getModifiers())) {
                    assertThatCode(() -> veiled.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                            .doesNotThrowAnyException();
                }
            }
        });
    }

    @Test
    void what_holds_none_is_the_very_same() {
        secret.reveal();
        var performance = new Performance.Committed(Observed.nothing(), Reads.none(), Output.empty());
        assertThat(veil.<Performance>over(performance)).isSameAs(performance);
    }

    @Test
    void a_refusal_and_a_bug_say_it_no_more_than_an_answer() {
        secret.reveal();
        var problem = Problem.of(Reason.TARGET_REFUSED, "not " + VALUE).with("said", VALUE);
        assertThatThrownBy(() -> veil.over(() -> {
                    throw problem.toException();
                }))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().detail()).isEqualTo("not ***");
                    assertThat(e.problem().facts()).containsEntry("said", "***");
                });
        assertThatThrownBy(() -> veil.over(() -> {
                    throw new IllegalArgumentException("outer", new IllegalStateException("inner " + VALUE));
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("IllegalArgumentException: outer")
                .hasNoCause();
    }
}
