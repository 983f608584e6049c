/** Any REST API whose resources a YAML file describes. */
@NullMarked
package dev.astern.connector.http;

import org.jspecify.annotations.NullMarked;
