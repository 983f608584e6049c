package dev.astern.workspace.runner;

import dev.astern.workspace.remote.Frames;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * Listens on the workspaces' host for one server. Who may connect is said by the socket's permissions and, where a peer
 * is named, by the kernel's word on who it is.
 */
public final class Runner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Runner.class.getName());

    private final Map<String, Hosted> workspaces;
    private final ServerSocketChannel listening;
    private final Path socket;
    private final Optional<String> peer;

    /**
     * @param socket is made, and removed again; its folder should be closed to others
     * @param peer the name of the only user who may connect
     */
    Runner(Map<String, Hosted> workspaces, Path socket, Optional<String> peer) throws IOException {
        this.workspaces = Map.copyOf(workspaces);
        this.socket = socket;
        this.peer = peer;
        Files.deleteIfExists(socket);
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        // Nobody is answered before this: accepting begins later.
        Files.setPosixFilePermissions(
                socket, PosixFilePermissions.fromString(peer.isPresent() ? "rw-rw-rw-" : "rw-------"));
    }

    /** Until it is closed. */
    void serve() throws IOException {
        try {
            while (true) {
                var channel = listening.accept();
                Thread.ofVirtual().start(() -> handle(channel));
            }
        } catch (AsynchronousCloseException e) {
            LOG.log(System.Logger.Level.DEBUG, "closed", e);
        }
    }

    private void handle(SocketChannel channel) {
        try (var frames = new Frames(channel)) {
            if (admitted(channel)) {
                new Answering(workspaces, frames).answer();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a call failed", e);
        }
    }

    private boolean admitted(SocketChannel channel) throws IOException {
        if (peer.isEmpty()) {
            return true;
        }
        var who = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        if (who.equals(peer.get())) {
            return true;
        }
        LOG.log(System.Logger.Level.WARNING, "refused a connection of " + who);
        return false;
    }

    @Override
    public void close() {
        try {
            listening.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "can't close", e);
        }
    }
}
