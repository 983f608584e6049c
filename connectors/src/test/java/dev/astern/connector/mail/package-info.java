@NullMarked
package dev.astern.connector.mail;

import org.jspecify.annotations.NullMarked;
