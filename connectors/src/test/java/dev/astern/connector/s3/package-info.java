@NullMarked
package dev.astern.connector.s3;

import org.jspecify.annotations.NullMarked;
