@NullMarked
package dev.astern.connector.http;

import org.jspecify.annotations.NullMarked;
