package dev.astern.connector.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An agent in an office whose mail leaves by a real mail server, new for each test. */
abstract class AtAMailServer {
    protected final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    protected Office office = new Office("smtp://127.0.0.1:1");
    protected Acts agent = new Acts(office.connector());

    @BeforeEach
    void start() {
        server.setUser(Office.SENDER, "desk", Office.SECRET);
        server.start();
        office = new Office("smtp://127.0.0.1:" + server.getSmtp().getPort());
        agent = new Acts(office.connector());
    }

    @AfterEach
    void stop() {
        server.stop();
    }
}
