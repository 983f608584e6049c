/** A LangChain4j agent that acts through Astern. */
@NullMarked
package dev.astern.example.langchain4j;

import org.jspecify.annotations.NullMarked;
