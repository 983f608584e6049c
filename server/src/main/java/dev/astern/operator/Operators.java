package dev.astern.operator;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.journal.Hashes;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.storage.OperatorStore;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes operators, gives them tokens, and tells whose token this is. */
public final class Operators {
    public static final String TOKEN_PREFIX = "aso";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

    private final OperatorStore store;
    private final SetupCode setupCode;
    private final Ids ids;
    private final Clock clock;

    public Operators(OperatorStore store, SetupCode setupCode, Ids ids, Clock clock) {
        this.store = store;
        this.setupCode = setupCode;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes the first operator, with every permission.
     *
     * @throws ProblemException {@link Reason#NOT_PERMITTED} for a wrong or spent code
     */
    public Issued setup(String code, String name) {
        if (!setupCode.matches(code)) {
            throw problem(Reason.NOT_PERMITTED, "the setup code is wrong, or setup has been done before");
        }
        var token = ids.token(TOKEN_PREFIX);
        var operator = fresh(name, EnumSet.allOf(Permission.class));
        if (!store.addFirst(operator, Hashes.sha256(token))) {
            setupCode.spend();
            throw problem(Reason.NOT_PERMITTED, "setup has been done before");
        }
        setupCode.spend();
        return new Issued(operator, token);
    }

    public Issued create(String name, Set<Permission> permissions) {
        var token = ids.token(TOKEN_PREFIX);
        var operator = fresh(name, permissions);
        if (!store.add(operator, Hashes.sha256(token))) {
            throw problem(Reason.ALREADY_EXISTS, "there is an operator called " + name);
        }
        return new Issued(operator, token);
    }

    /** A new token; the old one is refused from now on. */
    public Issued rotate(String name) {
        var token = ids.token(TOKEN_PREFIX);
        if (!store.rotate(name, Hashes.sha256(token))) {
            throw unknown(name);
        }
        return new Issued(store.byName(name).orElseThrow(() -> unknown(name)), token);
    }

    public void revoke(String name) {
        if (!store.revoke(name, clock.instant())) {
            throw unknown(name);
        }
    }

    public List<Operator> all() {
        return store.all();
    }

    /**
     * Whose token this is; asked anew at every call, so that a revoked one is refused at once.
     *
     * @throws ProblemException {@link Reason#NOT_AUTHENTICATED}
     */
    public Operator authenticate(String token) {
        return withTokenHash(Hashes.sha256(token));
    }

    /**
     * The same for who kept only the token's hash.
     *
     * @param tokenHash SHA-256 in hex of a token
     * @throws ProblemException {@link Reason#NOT_AUTHENTICATED}
     */
    public Operator withTokenHash(String tokenHash) {
        return store.byTokenHash(tokenHash)
                .filter(o -> o.revokedAt() == null)
                .orElseThrow(() -> problem(Reason.NOT_AUTHENTICATED, "this operator token is not valid"));
    }

    private Operator fresh(String name, Set<Permission> permissions) {
        if (!NAME.matcher(name).matches()) {
            throw problem(
                    Reason.BAD_REQUEST, "an operator's name has 1 to 64 letters, digits and . _ @ + -, not first");
        }
        return new Operator(ids.next("opr"), name, permissions, clock.instant(), null);
    }

    private static ProblemException unknown(String name) {
        return problem(Reason.NOT_FOUND, "no active operator is called " + name);
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
