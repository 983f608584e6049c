package dev.astern.library.read;

import dev.astern.library.model.Finding;
import dev.astern.library.model.Source;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as nodes with their places; nothing is constructed, aliases of collections are refused. */
final class YamlText {
    private static final int LARGEST = 1_000_000;
    private static final int DEEPEST = 20;

    private YamlText() {}

    static Optional<Node> read(Source source, Findings findings) {
        if (source.text().length() > LARGEST) {
            findings.add(Finding.Code.TOO_LARGE, 1, 1, "more than " + LARGEST + " characters");
            return Optional.empty();
        }
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(LARGEST);
        try {
            var composer =
                    new Composer(new ParserImpl(new StreamReader(source.text()), options), new Resolver(), options);
            var node = composer.getSingleNode();
            if (node == null) {
                findings.add(Finding.Code.BAD_YAML, 1, 1, "the file is empty");
            }
            return Optional.ofNullable(node);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            findings.add(
                    Finding.Code.BAD_YAML,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    String.valueOf(e.getProblem()));
        } catch (YAMLException e) {
            findings.add(Finding.Code.BAD_YAML, 1, 1, firstLine(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
