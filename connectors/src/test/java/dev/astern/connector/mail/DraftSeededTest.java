package dev.astern.connector.mail;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;

class DraftSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return new MailLaboratory();
    }

    @Override
    protected int seeds() {
        return 6;
    }
}
