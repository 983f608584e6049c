package dev.astern.policy.suggest;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Facts;
import dev.astern.policy.Preview;

/** What is alike enough for one rule. */
record Kind(
        String tool,
        String verb,
        Tier tier,
        Reversibility reversibility,
        boolean known,
        String target,
        String environment,
        String workflow,
        String agent,
        boolean money,
        String currency) {
    static Kind of(Facts f) {
        return new Kind(
                f.op().tool(),
                f.op().verb(),
                f.op().tier(),
                f.op().reversibility(),
                f.op().known(),
                f.target().name(),
                f.target().environment(),
                f.session().workflow(),
                f.session().agent(),
                f.preview().flatMap(Preview::amount).isPresent(),
                f.preview()
                        .filter(p -> p.amount().isPresent())
                        .map(Preview::currency)
                        .orElse(""));
    }
}
