package dev.astern.library.pattern;

import dev.astern.library.model.Captures;
import dev.astern.library.model.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request: {@code PATCH /crm/v3/objects/{object}/{id}?archived=true => 200}. With a JSON object after it, the body must
 * be that and no more; without, any body will do.
 *
 * @param system the entry's; empty for any
 * @param query parameters it insists on
 * @param allowed parameters that may be there as well
 * @param statuses {@code 204} or {@code 2xx}; none for any
 */
record HttpPattern(
        String text,
        String system,
        TokenPattern method,
        List<TokenPattern> segments,
        Map<String, TokenPattern> query,
        Set<String> allowed,
        Optional<Conditions> body,
        List<String> statuses)
        implements Pattern {
    HttpPattern {
        segments = List.copyOf(segments);
        query = Map.copyOf(query);
        allowed = Set.copyOf(allowed);
        statuses = List.copyOf(statuses);
    }

    static HttpPattern read(String text, String system, List<String> options) {
        var sides = text.strip().split("\\s+=>\\s+", -1);
        var words = sides[0].split("\\s+", 3);
        if (sides.length > 2 || words.length < 2 || !words[1].startsWith("/")) {
            throw BadPattern.syntax("write a method and a path: PATCH /contacts/{id}");
        }
        var statuses = sides.length == 1 ? List.<String>of() : List.of(sides[1].split("\\|", -1));
        if (!statuses.stream().allMatch(s -> s.matches("[1-5](?:[0-9]{2}|xx)"))) {
            throw BadPattern.syntax("after => stand statuses: 204, or 2xx|404");
        }
        var body = words.length < 3 ? Optional.<Conditions>empty() : Optional.of(Conditions.read(words[2], List.of()));
        var tokens = new TokenReader();
        var method = tokens.read(words[0]);
        int mark = words[1].indexOf('?');
        var path = mark < 0 ? words[1] : words[1].substring(0, mark);
        var segments = new ArrayList<TokenPattern>();
        for (var segment : path.equals("/") ? new String[0] : path.substring(1).split("/", -1)) {
            segments.add(tokens.read(segment));
        }
        var query = new LinkedHashMap<String, TokenPattern>();
        for (var pair : mark < 0 ? new String[0] : words[1].substring(mark + 1).split("&", -1)) {
            var parts = pair.split("=", 2);
            if (parts.length != 2 || query.put(parts[0], tokens.read(parts[1])) != null) {
                throw BadPattern.syntax("a query is name=value, each name once");
            }
        }
        return new HttpPattern(text, system, method, segments, query, Set.copyOf(options), body, statuses);
    }

    @Override
    public Optional<Captures> match(Subject subject) {
        if (!(subject instanceof Subject.HttpSubject http)
                || !(system.isEmpty() || system.equals(http.system()))
                || !status(http.status())) {
            return Optional.empty();
        }
        var captured = body.isEmpty()
                ? Optional.of(Map.<String, Object>of())
                : body.flatMap(conditions -> http.body().flatMap(conditions::match));
        return captured.flatMap(more -> UriPath.read(http.path()).flatMap(path -> match(http.method(), path, more)));
    }

    private boolean status(int status) {
        return status == 0
                || statuses.isEmpty()
                || statuses.stream().anyMatch(s -> s.equals(String.valueOf(status)) || s.equals(status / 100 + "xx"));
    }

    private Optional<Captures> match(String sent, UriPath path, Map<String, Object> more) {
        var values = new HashMap<>(more);
        if (path.segments().size() != segments.size()
                || !take(method, sent, values)
                || !path.query().keySet().stream()
                        .allMatch(name -> query.containsKey(name) || allowed.contains(name))) {
            return Optional.empty();
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!take(segments.get(i), path.segments().get(i), values)) {
                return Optional.empty();
            }
        }
        for (var wanted : query.entrySet()) {
            var given = path.query().get(wanted.getKey());
            if (given == null || !take(wanted.getValue(), given, values)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Captures(values, List.of()));
    }

    private static boolean take(TokenPattern pattern, String text, Map<String, Object> values) {
        var taken = pattern.match(text);
        taken.ifPresent(map -> map.forEach((key, value) -> {
            if (!key.startsWith("*")) {
                values.put(key, value);
            }
        }));
        return taken.isPresent();
    }

    private Stream<TokenPattern> tokens() {
        return Stream.concat(Stream.concat(Stream.of(method), segments.stream()), query.values().stream());
    }

    @Override
    public Set<String> captures() {
        return Stream.concat(tokens().flatMap(TokenPattern::keys), body.stream().flatMap(Conditions::captures))
                .filter(key -> !key.startsWith("*"))
                .collect(Collectors.toSet());
    }

    @Override
    public List<String> globs() {
        return tokens().flatMap(TokenPattern::keys)
                .filter(key -> key.startsWith("*"))
                .toList();
    }

    @Override
    public Pattern named(Map<String, String> names) {
        var named = new LinkedHashMap<String, TokenPattern>();
        query.forEach((name, value) -> named.put(name, value.named(names)));
        return new HttpPattern(
                text,
                system,
                method.named(names),
                segments.stream().map(s -> s.named(names)).toList(),
                named,
                allowed,
                body,
                statuses);
    }

    @Override
    public Specificity specificity() {
        return new Specificity(
                !system.isEmpty(),
                true,
                segments.size(),
                query.size() + body.map(b -> 1 + b.list().size()).orElse(0) + (statuses.isEmpty() ? 0 : 1),
                tokens().mapToInt(TokenPattern::literals).sum());
    }

    @Override
    public boolean broad() {
        return segments.stream().allMatch(TokenPattern::anything);
    }

    @Override
    public boolean overlaps(Pattern other) {
        return other instanceof HttpPattern that
                && (system.isEmpty() || that.system.isEmpty() || system.equals(that.system))
                && method.meets(that.method)
                && segments.size() == that.segments.size()
                && segmentsMeet(that)
                && that.accepts(query)
                && accepts(that.query)
                && body.stream().allMatch(mine -> that.body.stream().allMatch(mine::overlaps))
                && statusesMeet(that);
    }

    private boolean segmentsMeet(HttpPattern that) {
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).meets(that.segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean accepts(Map<String, TokenPattern> theirs) {
        return theirs.entrySet().stream().allMatch(their -> {
            var mine = query.get(their.getKey());
            return mine == null ? allowed.contains(their.getKey()) : mine.meets(their.getValue());
        });
    }

    private boolean statusesMeet(HttpPattern that) {
        return statuses.isEmpty()
                || that.statuses.isEmpty()
                || statuses.stream()
                        .anyMatch(mine -> that.statuses.stream()
                                .anyMatch(their -> mine.equals(their)
                                        || (mine.charAt(0) == their.charAt(0)
                                                && (mine.endsWith("xx") || their.endsWith("xx")))));
    }
}
