package dev.astern.policy;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What a rule can be found by, without evaluating its condition. */
public enum MatchField {
    TOOL(facts -> facts.op().tool()),
    VERB(facts -> facts.op().verb()),
    TIER(facts -> Names.of(facts.op().tier())),
    REVERSIBILITY(facts -> Names.of(facts.op().reversibility())),
    TARGET(facts -> facts.target().name()),
    TARGET_KIND(facts -> facts.target().kind()),
    ENVIRONMENT(facts -> facts.target().environment()),
    WORKFLOW(facts -> facts.session().workflow()),
    STAGE(facts -> facts.session().stage()),
    AGENT(facts -> facts.session().agent()),
    AGENT_VERSION(facts -> facts.session().agentVersion()),
    ENTRY(facts -> facts.op().entryId());

    @SuppressWarnings("ImmutableEnumChecker") // The functions hold no state.
    private final Function<Facts, String> value;

    MatchField(Function<Facts, String> value) {
        this.value = value;
    }

    /** As it is written in a policy. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What these facts have in it. */
    public String of(Facts facts) {
        return value.apply(facts);
    }

    /** The only values there are, if they are fixed. */
    public Optional<List<String>> fixed() {
        return switch (this) {
            case TIER -> Optional.of(Names.TIERS);
            case REVERSIBILITY -> Optional.of(Names.CLASSES);
            case STAGE -> Optional.of(Names.STAGES);
            case TOOL, VERB, TARGET, TARGET_KIND, ENVIRONMENT, WORKFLOW, AGENT, AGENT_VERSION, ENTRY ->
                Optional.empty();
        };
    }

    /** The enums' constants, as policies spell them. */
    static final class Names {
        private static final Map<Tier, String> TIER_NAMES = names(Tier.class);
        private static final Map<Reversibility, String> CLASS_NAMES = names(Reversibility.class);
        static final List<String> TIERS = List.copyOf(TIER_NAMES.values());
        static final List<String> CLASSES = List.copyOf(CLASS_NAMES.values());
        static final List<String> STAGES = List.of("shadow", "assisted", "constrained_write", "limited_autonomous");

        private Names() {}

        static String of(Tier tier) {
            return Objects.requireNonNull(TIER_NAMES.get(tier));
        }

        static String of(Reversibility reversibility) {
            return Objects.requireNonNull(CLASS_NAMES.get(reversibility));
        }

        private static <E extends Enum<E>> Map<E, String> names(Class<E> type) {
            var names = new EnumMap<E, String>(type);
            for (var constant : type.getEnumConstants()) {
                names.put(constant, constant.name().toLowerCase(Locale.ROOT));
            }
            return names;
        }
    }
}
