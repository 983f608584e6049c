package dev.astern.connector.http;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.Laboratory.Trait;

/** The whole contract, by a description that nobody wrote: it was drafted from an OpenAPI document. */
class DraftedHttpTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new HttpLaboratory(Trait.direct(), Drafts.cards());
    }
}
