package dev.astern.connector.mcp;

import dev.astern.library.RecoveryLibrary;
import dev.astern.library.entry.Entry;
import dev.astern.library.entry.Resource;
import dev.astern.library.entry.Resource.Look;
import dev.astern.library.entry.Resource.Step;
import dev.astern.library.entry.Resource.Ways;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The resources of one server, by name: those that entries touch, and one for each entry that has nothing but a call that
 * reads and a call that writes back.
 */
final class Things {
    private final Map<String, Resource> byName = new HashMap<>();
    private final Map<String, Resource> byEntry = new HashMap<>();

    Things(RecoveryLibrary library, String server) {
        for (var entry : library.entries()) {
            if (entry.shape().kind() == Kind.MCP) {
                entry.recovery().touches().stream()
                        .map(touch -> touch.resource())
                        .filter(resource -> of(resource.looks().getFirst().call(), server))
                        .forEach(resource -> byName.putIfAbsent(resource.name(), resource));
            }
        }
        for (var entry : library.entries()) {
            plain(entry, server).ifPresent(resource -> {
                byName.put(resource.name(), resource);
                byEntry.put(entry.id(), resource);
            });
        }
    }

    private static boolean of(Template call, String server) {
        return call.text().strip().startsWith(server + "/");
    }

    private Optional<Resource> plain(Entry entry, String server) {
        var recovery = entry.recovery();
        if (entry.shape().kind() != Kind.MCP
                || !recovery.touches().isEmpty()
                || !(recovery.preCapture() instanceof Template.Call read)
                || !(recovery.compensation() instanceof Template.Call back)
                || !of(read, server)
                || !of(back, server)) {
            return Optional.empty();
        }
        var step = List.of(new Step(back, ""));
        var look = new Look(read, Optional.empty(), Map.of(), false, Set.of(), Set.of(), List.of(), List.of());
        return Optional.of(new Resource(
                name(entry, read),
                List.copyOf(read.holes()),
                List.of(look),
                new Ways(step, step, List.of(), List.of(), Optional.empty()),
                false,
                recovery.placeholders()));
    }

    /** Entries that read in the same way read the same things. */
    private String name(Entry entry, Template read) {
        var tool = read.text().strip().split("[\\s/]+")[1];
        var known = byName.get(tool);
        return known == null || known.looks().getFirst().call().text().equals(read.text()) ? tool : entry.id();
    }

    Optional<Resource> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<Resource> ofPlain(Entry entry) {
        return Optional.ofNullable(byEntry.get(entry.id()));
    }
}
