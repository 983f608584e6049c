package dev.astern.workspace.remote;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.List;

/** What the runner understood of a call. */
record RemoteOperation(Asked.Resolve call, Asked.Understood understood) implements Operation {
    @Override
    public String verb() {
        return understood.verb();
    }

    @Override
    public Tier tier() {
        return understood.tier();
    }

    @Override
    public Reversibility reversibility() {
        return understood.reversibility();
    }

    @Override
    public List<String> resources() {
        return understood.resources();
    }

    @Override
    public String summary() {
        return understood.summary();
    }

    @Override
    public String command() {
        return understood.command();
    }

    @Override
    public Form form() {
        return understood.argv().isEmpty() ? new Form.Other() : new Form.Command(understood.argv());
    }
}
