/** Drafts descriptions of REST APIs from their OpenAPI documents, for people to check. */
@NullMarked
package dev.astern.describe;

import org.jspecify.annotations.NullMarked;
