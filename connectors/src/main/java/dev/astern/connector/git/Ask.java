package dev.astern.connector.git;

import org.jspecify.annotations.Nullable;

/** What an agent asks of a repository, understood. */
sealed interface Ask {
    record Read(String path) implements Ask {}

    /** @param folder empty for all */
    record ListAll(String folder) implements Ask {}

    /**
     * @param mode of git, or null for what it has, or that of a plain file
     * @param message of the commit
     */
    record Write(String path, Content content, @Nullable String mode, String message) implements Ask {}

    record Delete(String path, String message) implements Ask {}
}
