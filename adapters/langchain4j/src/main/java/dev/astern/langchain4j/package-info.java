/** The tools of a session as the tools of a LangChain4j agent. */
@NullMarked
package dev.astern.langchain4j;

import org.jspecify.annotations.NullMarked;
