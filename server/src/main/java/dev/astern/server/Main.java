package dev.astern.server;

/** Starts the server; the only place that wires. */
public final class Main {
    private Main() {}

    static void main(String[] args) {
        System.out.println("astern " + args.length);
    }
}
