package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.List;

/** A call that its connector refused to understand. */
record Unresolved(ActionRequest request) implements Operation {
    @Override
    public String verb() {
        return "unknown";
    }

    @Override
    public Tier tier() {
        return Tier.DESTRUCTIVE;
    }

    @Override
    public Reversibility reversibility() {
        return Observed.nothing().reversibility();
    }

    @Override
    public List<String> resources() {
        return List.of();
    }

    @Override
    public String summary() {
        return "refused: " + Text.bounded(request.tool(), 100);
    }

    @Override
    public String command() {
        return Json.write(request.arguments());
    }
}
