package dev.astern.workspace.remote;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import dev.astern.connector.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages over a socket: the length in four bytes, then JSON. One call has one connection. Reading is for one thread,
 * writing for any.
 */
public final class Frames implements AutoCloseable {
    private static final int LARGEST = 128 << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultVisibility(
                    v -> v.withVisibility(PropertyAccessor.ALL, Visibility.NONE).withFieldVisibility(Visibility.ANY))
            .addMixIn(Extent.Amount.class, Amounts.class)
            .build();

    /** Which case an amount is; it stands in the middle of other records, so that it says so itself. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Extent.Amount.NotNamed.class, name = "not_named"),
        @JsonSubTypes.Type(value = Extent.Amount.Untold.class, name = "untold"),
        @JsonSubTypes.Type(value = Extent.Amount.Moved.class, name = "moved")
    })
    private interface Amounts {}

    private final SocketChannel channel;
    private final ReentrantLock writing = new ReentrantLock();

    public Frames(SocketChannel channel) {
        this.channel = channel;
    }

    public static Frames connect(Path socket) throws IOException {
        return new Frames(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** One message: what it is, and what it carries. */
    public record Message(String kind, JsonNode value) {
        public <T> T as(Class<T> type) throws IOException {
            try {
                return MAPPER.treeToValue(value, type);
            } catch (JacksonException e) {
                throw new IOException(
                        "the other side sent a " + kind + " that can't be read: " + e.getOriginalMessage(), e);
            }
        }

        /** One case of a sealed type, by the name of the case. */
        public <T> T asOneOf(Class<T> sealed) throws IOException {
            return caseOf(sealed, value);
        }
    }

    private record Case(String name, JsonNode value) {}

    private static <T> T caseOf(Class<T> sealed, JsonNode tree) throws IOException {
        try {
            var one = MAPPER.treeToValue(tree, Case.class);
            for (var type : List.of(sealed.getPermittedSubclasses())) {
                if (type.getSimpleName().equals(one.name())) {
                    return sealed.cast(MAPPER.treeToValue(one.value(), type));
                }
            }
        } catch (JacksonException e) {
            throw new IOException("the other side sent what can't be read", e);
        }
        throw new IOException("the other side sent an unknown case of " + sealed.getSimpleName());
    }

    public void send(String kind, Object value) throws IOException {
        write(new Message(kind, MAPPER.valueToTree(value)));
    }

    public void sendCase(String kind, Object value) throws IOException {
        send(kind, new Case(value.getClass().getSimpleName(), MAPPER.valueToTree(value)));
    }

    private void write(Message message) throws IOException {
        var content = MAPPER.writeValueAsBytes(message);
        if (content.length > LARGEST) {
            throw new IOException("a message of " + content.length + " bytes is too large");
        }
        var frame = ByteBuffer.allocate(4 + content.length)
                .putInt(content.length)
                .put(content)
                .flip();
        writing.lock();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } finally {
            writing.unlock();
        }
    }

    /** @throws EOFException where the other side is gone */
    public Message read() throws IOException {
        int length = filled(4).getInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("a message of " + length + " bytes can't be read");
        }
        try {
            return MAPPER.readValue(filled(length).array(), Message.class);
        } catch (JacksonException e) {
            throw new IOException("the other side sent no JSON", e);
        }
    }

    private ByteBuffer filled(int length) throws IOException {
        // Grows with what arrives, so that a length alone takes no memory.
        var all = new byte[Math.min(length, 1 << 16)];
        int count = 0;
        while (count < length) {
            if (count == all.length) {
                all = Arrays.copyOf(all, (int) Math.min(length, 2L * all.length));
            }
            int more = channel.read(ByteBuffer.wrap(all, count, all.length - count));
            if (more < 0) {
                throw new EOFException("the other side is gone");
            }
            count += more;
        }
        return ByteBuffer.wrap(Arrays.copyOf(all, length));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}
