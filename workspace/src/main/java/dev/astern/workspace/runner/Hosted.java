package dev.astern.workspace.runner;

import dev.astern.connector.Connector;
import dev.astern.connector.Installation;

/** A workspace that this runner has. */
record Hosted(Connector connector, Installation installation) {}
