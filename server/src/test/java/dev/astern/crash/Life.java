package dev.astern.crash;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One life of the process that gets killed. */
final class Life {
    private final Process process;
    private final BufferedWriter orders;
    private final Truth truth;
    private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
    private final Thread listener;

    Life(Path dataDir, String operatorToken, Truth truth) throws IOException {
        this.truth = truth;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        dataDir.toString(),
                        operatorToken)
                .redirectError(dataDir.resolve("victim.err").toFile())
                .start();
        orders = process.outputWriter();
        var said = process.inputReader();
        listener = Thread.ofPlatform().daemon().start(() -> listen(said));
    }

    private void listen(BufferedReader said) {
        try (said) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                var words = line.split("\t");
                truth.learn(words);
                if (words[0].equals("ready") || words[0].equals("at")) {
                    signals.add(words[0]);
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process.
        }
    }

    /** Waits for "ready" or "at"; false when it does not come in time. */
    boolean hears(String signal, Duration within) throws InterruptedException {
        return signal.equals(signals.poll(within.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits until something is so while the process lives. */
    boolean until(BooleanSupplier condition, Duration within) throws InterruptedException {
        var deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }

    void begin() throws IOException {
        for (var open : truth.unanswered().entrySet()) {
            order("retry\t" + open.getValue() + "\t" + open.getKey());
        }
        order("begin\t" + truth.nextNumber());
    }

    void arm(String step, int passes) throws IOException {
        signals.clear();
        order("arm\t" + step + "\t" + passes);
    }

    void letGo() throws IOException {
        order("go");
    }

    private void order(String text) throws IOException {
        orders.write(text);
        orders.newLine();
        orders.flush();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Kill −9; returns when all that it said has been heard. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        listener.join();
    }
}
