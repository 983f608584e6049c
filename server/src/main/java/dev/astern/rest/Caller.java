package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Operator;
import dev.astern.model.Session;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Who calls: an operator with permissions, or an agent in its session. Never both. */
public final class Caller extends AbstractAuthenticationToken {
    static final String AGENT = "agent";

    private static final long serialVersionUID = 1L;

    private final transient Optional<Operator> operator;
    private final transient Optional<Session> session;

    private Caller(Optional<Operator> operator, Optional<Session> session, Collection<GrantedAuthority> authorities) {
        super(authorities);
        this.operator = operator;
        this.session = session;
        setAuthenticated(true);
    }

    public static Caller operator(Operator operator) {
        var authorities = operator.permissions().stream()
                .<GrantedAuthority>map(p -> new SimpleGrantedAuthority(p.code()))
                .toList();
        return new Caller(Optional.of(operator), Optional.empty(), authorities);
    }

    static Caller agent(Session session) {
        return new Caller(Optional.empty(), Optional.of(session), List.of(new SimpleGrantedAuthority(AGENT)));
    }

    boolean isOperator() {
        return operator.isPresent();
    }

    public Operator operator() {
        return operator.orElseThrow(
                () -> Problem.of(Reason.NOT_PERMITTED, "this is for operators").toException());
    }

    public Session session() {
        return session.orElseThrow(
                () -> Problem.of(Reason.NOT_PERMITTED, "this is for agents").toException());
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return operator.map(Operator::name).or(() -> session.map(Session::id)).orElse("");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
