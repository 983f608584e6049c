/** What several of our connectors need to read calls and to say what they did. */
@NullMarked
package dev.astern.connector.common;

import org.jspecify.annotations.NullMarked;
