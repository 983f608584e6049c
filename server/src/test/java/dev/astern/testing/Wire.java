package dev.astern.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A network between a client and a server that can lose the answer to one message, or the message itself. */
public final class Wire implements AutoCloseable {
    /** What happens to the connection that sends the words. */
    public enum Loss {
        /** The words never arrive. */
        MESSAGE,
        /** The words arrive, and the server acts on them; its answer never arrives. */
        ANSWER
    }

    private record Cut(String words, Loss loss) {}

    private final ServerSocket door;
    private final String host;
    private final int port;
    private final AtomicReference<Cut> cut = new AtomicReference<>();

    public Wire(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** The next connection that sends these words loses them or their answer, and is gone; others live on. */
    public void lose(String words, Loss loss) {
        cut.set(new Cut(words, loss));
    }

    private void accept() {
        try {
            while (true) {
                var link = new Link(door.accept(), new Socket(host, port));
                Thread.ofVirtual().start(link::requests);
                Thread.ofVirtual().start(link::answers);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final AtomicBoolean deaf = new AtomicBoolean();

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void requests() {
            try (client;
                    server) {
                var buffer = new byte[64 * 1024];
                var to = server.getOutputStream();
                for (int n = read(client, buffer); n >= 0; n = read(client, buffer)) {
                    var loss = loss(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    if (loss == Loss.MESSAGE) {
                        return;
                    }
                    deaf.compareAndSet(false, loss == Loss.ANSWER);
                    to.write(buffer, 0, n);
                    to.flush();
                }
            } catch (IOException e) {
                // One side is gone, so both are.
            }
        }

        private @Nullable Loss loss(String sent) {
            var now = cut.get();
            return now != null && sent.contains(now.words()) && cut.compareAndSet(now, null) ? now.loss() : null;
        }

        void answers() {
            try (client;
                    server) {
                var buffer = new byte[64 * 1024];
                var to = client.getOutputStream();
                for (int n = read(server, buffer); n >= 0 && !deaf.get(); n = read(server, buffer)) {
                    to.write(buffer, 0, n);
                    to.flush();
                }
            } catch (IOException e) {
                // One side is gone, so both are.
            }
        }

        private static int read(Socket from, byte[] buffer) throws IOException {
            return from.getInputStream().read(buffer);
        }
    }
}
