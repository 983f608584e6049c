/** Mail that waits in an outbox before it leaves, so that it can be taken back until then. */
@NullMarked
package dev.astern.connector.mail;

import org.jspecify.annotations.NullMarked;
