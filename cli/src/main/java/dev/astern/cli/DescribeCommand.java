package dev.astern.cli;

import dev.astern.describe.Described;
import dev.astern.describe.OpenApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Nothing is asked of the API, nor of a server: whoever describes a system may not have it at hand. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Drafts of descriptions, for targets of kind http. Works without a server.",
        subcommands = picocli.CommandLine.HelpCommand.class)
final class DescribeCommand {
    /** Where every document that is read at all fits in; a character has at most four bytes. */
    private static final long LARGEST_BYTES = 64L * 1024 * 1024;

    @Command(
            name = "openapi",
            mixinStandardHelpOptions = true,
            description = "A description to start from, by an OpenAPI 3.0 or 3.1 document; what was guessed is marked"
                    + " with # check. Nothing is fetched, also where the document refers elsewhere.",
            footer = {
                "",
                "Exit codes: 0 drafted; 1 nothing can be drafted from it; 2 wrong usage, or a file can't be read."
            })
    int openapi(
            @Parameters(paramLabel = "FILE", description = "JSON or YAML.") Path file,
            @Option(names = "--resource", paramLabel = "NAME", description = "Only this one; repeat for several.")
                    @Nullable
                    List<String> only,
            @Option(names = "--base-url", paramLabel = "URL", description = "Of the target; default: the document's.")
                    @Nullable
                    URI url,
            @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead.") @Nullable Path out,
            @Option(names = "--force", description = "Overwrite the file.") boolean force) {
        if (out != null) {
            Output.refuseToOverwrite(out, force);
        }
        return switch (OpenApi.describe(read(file), only == null ? Set.of() : Set.copyOf(only))) {
            case Described.Refused refused -> {
                System.err.println("astern: " + refused.reason() + ": " + LibraryText.printable(refused.detail()));
                System.err.println("  " + refused.next());
                yield Main.REFUSED;
            }
            case Described.Drafted drafted -> {
                if (out == null) {
                    System.out.print(drafted.yaml());
                } else {
                    Output.write(out, drafted.yaml());
                }
                next(drafted, url == null ? drafted.url() : url.toString(), out);
                yield 0;
            }
        };
    }

    private static void next(Described.Drafted drafted, String url, @Nullable Path out) {
        System.err.println("drafted " + String.join(", ", drafted.resources()) + "; marked with # check: "
                + drafted.checks() + "; left out: " + drafted.leftOut().size());
        System.err.println("Next: go through it, then astern target add NAME --kind http --url "
                + (url.isEmpty() ? "URL" : LibraryText.printable(url)) + " --option description="
                + (out == null ? "FILE" : out));
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new UsageException(file + " is larger than " + LARGEST_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException("can't read " + file + ": " + e.getClass().getSimpleName());
        }
    }
}
