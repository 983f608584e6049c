package dev.astern.connector.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Starts a server that is spoken to over its standard streams. */
interface Launcher {
    Running start() throws IOException;

    /** One that was started. */
    interface Running {
        OutputStream toIt();

        InputStream fromIt();

        InputStream errors();

        /** Ends it and whatever it started, and waits until it is over, though not for long. */
        void kill();
    }
}
