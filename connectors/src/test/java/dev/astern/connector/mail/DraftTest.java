package dev.astern.connector.mail;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

class DraftTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return new MailLaboratory();
    }
}
