package dev.astern.library.entry;

import dev.astern.library.fill.Template;
import dev.astern.library.fill.TextTemplate;
import dev.astern.library.model.JsonPath;
import java.util.Optional;

/**
 * How to see that a compensating action worked.
 *
 * @param run what to ask
 * @param status the exit code, or an HTTP answer's status, that is expected
 * @param path where in the answer to look; none for the whole of a text
 * @param equals what stands there then
 */
public record Verification(Template run, int status, Optional<JsonPath> path, Optional<TextTemplate> equals) {}
