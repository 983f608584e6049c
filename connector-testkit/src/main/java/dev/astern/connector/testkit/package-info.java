/** What every connector is held to. A connector's author subclasses {@link dev.astern.connector.testkit.ConnectorContract}. */
@NullMarked
package dev.astern.connector.testkit;

import org.jspecify.annotations.NullMarked;
