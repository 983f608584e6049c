package dev.astern.journal.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Answers every connection with bytes that no HTTP server would have to send, and then does as it is told. */
final class HostileServer implements Closeable {
    /** Goes on after the first bytes. */
    @FunctionalInterface
    interface Then {
        Then CLOSE = (server, out) -> {};
        /** Keeps the connection and says no more. */
        Then WAIT = (server, out) -> server.waitForClose();
        /** Says the same letter for ever. */
        Then GO_ON = (server, out) -> {
            while (!server.socket.isClosed()) {
                out.write(new byte[1024]);
            }
        };

        void go(HostileServer server, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Thread accepting;
    private final String first;
    private final Then then;

    HostileServer(String first, Then then) throws IOException {
        this.first = first;
        this.then = then;
        this.socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://localhost:" + socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            int read = connection.getInputStream().read(new byte[4096]);
            if (read > 0) {
                connection.getOutputStream().write(first.getBytes(ISO_8859_1));
                connection.getOutputStream().flush();
                then.go(this, connection.getOutputStream());
            }
        } catch (IOException e) {
            // The client has had enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitForClose() throws InterruptedException {
        accepting.join();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
