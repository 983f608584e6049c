package dev.astern.journal.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A time-stamping authority on the loopback interface whose answers OpenSSL makes. */
public final class OpenSslTsa implements Closeable {
    private static final String EXTENSIONS = """
            basicConstraints = CA:FALSE
            keyUsage = critical, digitalSignature
            extendedKeyUsage = critical, timeStamping
            """;

    private final Path folder;
    private final HttpServer server;
    private UnaryOperator<byte[]> queries = UnaryOperator.identity();
    private UnaryOperator<byte[]> replies = UnaryOperator.identity();
    private String contentType = "application/timestamp-reply";

    /** @param folder empty, for its keys and certificates */
    public OpenSslTsa(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath();
        makeCertificates();
        configure("sha256", "sha256");
        Files.writeString(folder.resolve("serial"), "01\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Prints where it is and goes on until it is killed. Argument: an empty folder. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var tsa = new OpenSslTsa(Path.of(arguments[0]))) {
            System.out.println(tsa.uri());
            new CountDownLatch(1).await();
        }
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/tsa");
    }

    /** The certificate that a verifier trusts, in PEM. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /**
     * @param signerDigest over which tokens are signed
     * @param accepted which digests it stamps
     */
    void configure(String signerDigest, String accepted) throws IOException {
        Files.writeString(folder.resolve("tsa.cnf"), """
                [tsa]
                default_tsa = one
                [one]
                serial = FOLDER/serial
                signer_cert = FOLDER/tsa.pem
                certs = FOLDER/ca.pem
                signer_key = FOLDER/tsa.key
                signer_digest = SIGNER
                default_policy = 1.2.3.4.1
                digests = ACCEPTED
                accuracy = secs:1
                ess_cert_id_alg = sha256
                """.replace("FOLDER", folder.toString())
                .replace("SIGNER", signerDigest)
                .replace("ACCEPTED", accepted));
    }

    /** Changes what arrives, or what leaves, or both. */
    void between(UnaryOperator<byte[]> query, UnaryOperator<byte[]> reply) {
        this.queries = query;
        this.replies = reply;
    }

    void contentType(String type) {
        this.contentType = type;
    }

    private void makeCertificates() throws IOException {
        var curve = List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");
        var authority = new ArrayList<>(List.of("req", "-x509", "-subj", "/CN=Test authority", "-days", "30"));
        authority.addAll(curve);
        authority.addAll(List.of("-keyout", "ca.key", "-out", "ca.pem"));
        openssl(authority);
        var request = new ArrayList<>(List.of("req", "-new", "-subj", "/CN=Test time stamps"));
        request.addAll(curve);
        request.addAll(List.of("-keyout", "tsa.key", "-out", "tsa.csr"));
        openssl(request);
        Files.writeString(folder.resolve("tsa.ext"), EXTENSIONS);
        openssl(List.of(
                "x509",
                "-req",
                "-in",
                "tsa.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                "tsa.ext",
                "-out",
                "tsa.pem"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var reply =
                    replies.apply(reply(queries.apply(exchange.getRequestBody().readAllBytes())));
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private synchronized byte[] reply(byte[] query) throws IOException {
        Files.write(folder.resolve("query.tsq"), query);
        openssl(List.of("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"));
        return Files.readAllBytes(folder.resolve("reply.tsr"));
    }

    /** Whether OpenSSL takes a response for one over these bytes. */
    public boolean verifies(byte[] response, byte[] bytes) throws IOException {
        Files.write(folder.resolve("verify.tsr"), response);
        Files.write(folder.resolve("verify.data"), bytes);
        return run(List.of("ts", "-verify", "-in", "verify.tsr", "-data", "verify.data", "-CAfile", "ca.pem")) == 0;
    }

    private void openssl(List<String> arguments) throws IOException {
        int exit = run(arguments);
        if (exit != 0) {
            throw new IOException("openssl " + arguments + " ended with " + exit + ": "
                    + Files.readString(folder.resolve("openssl.log")));
        }
    }

    private int run(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
