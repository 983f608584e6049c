/**
 * Makes a connector of any system whose resources can be read and written one by one. The system says how; reading before,
 * keeping, sending, reading after, settling and taking back are here, once for all of them.
 */
@NullMarked
package dev.astern.connector.resource;

import org.jspecify.annotations.NullMarked;
