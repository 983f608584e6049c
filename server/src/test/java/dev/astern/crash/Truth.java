package dev.astern.crash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the agents were told, over all lives of the server. */
final class Truth {
    /** An answer: about which action, and how it was said to have ended. */
    record Ack(String actionId, String state, String reason) {}

    private final Map<String, Ack> acks = new HashMap<>();
    private final Map<String, String> unanswered = new LinkedHashMap<>();
    private final Set<String> sessions = new HashSet<>();
    private final Map<String, String> undos = new HashMap<>();
    private final Map<String, String> finishedUndos = new HashMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int highest;

    /** Takes in one line of a victim's. */
    synchronized void learn(String[] words) {
        switch (words[0]) {
            case "session" -> sessions.add(words[1]);
            case "begun" -> {
                unanswered.put(words[1], words[2]);
                highest = Math.max(highest, Work.ofKey(words[1]).number());
            }
            case "ack" -> {
                unanswered.remove(words[1]);
                acks.put(words[1], new Ack(words[2], words[3], words[4]));
                count("answer " + words[3] + " " + words[4].replaceAll("[0-9a-v]{20}", "…"));
            }
            case "undo" -> undos.put(words[1], words[2]);
            case "undone" -> {
                finishedUndos.put(words[1], words[2]);
                count("undo " + words[2]);
            }
            case "unanswered" -> count("no answer " + words[2]);
            case "log" -> count("log " + words[2].replaceAll("[0-9a-v]{20}", "…"));
            default -> {
                // Nothing that has to be remembered.
            }
        }
    }

    private void count(String what) {
        reasons.merge(what, 1, Integer::sum);
    }

    synchronized int nextNumber() {
        return highest + 1;
    }

    synchronized int acknowledged() {
        return acks.size();
    }

    synchronized Map<String, Ack> acks() {
        return Map.copyOf(acks);
    }

    /** By key, the token under which it was begun. */
    synchronized Map<String, String> unanswered() {
        return new LinkedHashMap<>(unanswered);
    }

    synchronized Set<String> sessions() {
        return Set.copyOf(sessions);
    }

    /** By undo, its action: those whose start was acknowledged. */
    synchronized Map<String, String> undos() {
        return Map.copyOf(undos);
    }

    /** By undo, the state of its step: those that were said to have ended. */
    synchronized Map<String, String> finishedUndos() {
        return Map.copyOf(finishedUndos);
    }

    synchronized Map<String, Integer> reasons() {
        return new TreeMap<>(reasons);
    }
}
