@NullMarked
package dev.astern.langchain4j;

import org.jspecify.annotations.NullMarked;
