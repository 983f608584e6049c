package dev.astern.connector.sql.statement;

import java.util.List;
import java.util.Set;

/** Looks into the text of a DO block, which is code and no value. */
final class DoBody {
    /** What notifies leaves no trace that could be seen before the commit; text made at run time may hold anything. */
    private static final Set<String> UNSEEN = Set.of("NOTIFY", "LISTEN", "UNLISTEN", "EXECUTE", "COPY");

    private DoBody() {}

    static boolean leaves(List<Token> statement) {
        return statement.stream()
                .filter(token -> token.kind() == Token.Kind.LITERAL)
                .anyMatch(token -> leaves(token.text()));
    }

    private static boolean leaves(String literal) {
        if (literal.indexOf('\\') >= 0) {
            // An escape could spell anything.
            return true;
        }
        var body = Lexer.tokens(body(literal));
        return Statements.leaves(body)
                || body.stream().anyMatch(token -> token.kind() == Token.Kind.WORD && UNSEEN.contains(token.text()));
    }

    private static String body(String literal) {
        if (literal.startsWith("$")) {
            int tag = literal.indexOf('$', 1) + 1;
            return literal.substring(tag, Math.max(tag, literal.length() - tag));
        }
        int open = literal.indexOf('\'') + 1;
        return literal.substring(open, Math.max(open, literal.length() - 1)).replace("''", "'");
    }
}
