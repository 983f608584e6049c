package dev.astern.connector.resource;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.List;

/** A call that a system has understood. */
public record ResourceOperation(Understood.Doable understood) implements Operation {
    @Override
    public String verb() {
        return understood.words().verb();
    }

    @Override
    public Tier tier() {
        return understood.words().tier();
    }

    /** What nobody can say how to read can't be put back either. */
    @Override
    public Reversibility reversibility() {
        var said = understood.words().reversibility();
        return reads() || !understood.expected().isEmpty() ? said : said.atLeast(Reversibility.IRREVERSIBLE);
    }

    @Override
    public List<String> resources() {
        return understood.words().resources();
    }

    @Override
    public String summary() {
        return understood.words().summary();
    }

    @Override
    public String command() {
        return understood.words().command();
    }

    @Override
    public Form form() {
        return understood.words().form();
    }

    /** Whether it is certain that it changes nothing. */
    boolean reads() {
        return tier() == Tier.READ && understood.expected().isEmpty();
    }
}
