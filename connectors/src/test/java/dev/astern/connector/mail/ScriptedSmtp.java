package dev.astern.connector.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that answers as it is told: by command, {@code .} for the end of a message. Without an answer it is silent. */
final class ScriptedSmtp implements AutoCloseable {
    private static final Map<String, String> GOOD = Map.of(
            "EHLO",
            "250 here",
            "MAIL",
            "250 ok",
            "RCPT",
            "250 ok",
            "DATA",
            "354 go on",
            ".",
            "250 taken",
            "QUIT",
            "221 bye");
    static final String SILENT = "";
    static final String HANG_UP = "hang up";

    private final ServerSocket socket;
    private final Map<String, String> answers;
    private final AtomicInteger messages = new AtomicInteger();
    private final CountDownLatch message = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedSmtp(Map<String, String> answers) {
        this.answers = answers;
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "smtp://127.0.0.1:" + socket.getLocalPort();
    }

    /** How many messages were said to their end. */
    int messages() {
        return messages.get();
    }

    void awaitMessage() throws InterruptedException {
        message.await();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client;
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))) {
            say(client, "220 here");
            boolean isData = false;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (isData && !line.equals(".")) {
                    continue;
                }
                if (isData) {
                    messages.incrementAndGet();
                    message.countDown();
                }
                var command = isData ? "." : line.split(" ")[0];
                isData = command.equals("DATA");
                var answer = answers.getOrDefault(command, GOOD.getOrDefault(command, "250 ok"));
                if (answer.equals(HANG_UP)) {
                    return;
                }
                if (answer.equals(SILENT)) {
                    closed.await();
                    return;
                }
                isData &= answer.startsWith("3");
                say(client, answer);
            }
        } catch (IOException e) {
            // The other side hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Socket client, String answer) throws IOException {
        client.getOutputStream().write((answer + "\r\n").getBytes(US_ASCII));
        client.getOutputStream().flush();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
