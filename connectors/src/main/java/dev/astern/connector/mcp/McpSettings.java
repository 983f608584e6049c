package dev.astern.connector.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.common.ServerUrl;
import dev.astern.library.model.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A target's settings, checked.
 *
 * @param server the name by which entries know this server
 * @param wire how it is reached
 * @param reads tools that an operator says only read
 * @param classified tools whose hints count no longer, because an operator read them
 */
record McpSettings(String server, WireSettings wire, Set<String> reads, Set<String> classified, Limits limits) {
    private static final String ENV = "env.";
    private static final String SECRET = "secret.";
    private static final String HEADER = "header.";
    private static final Set<String> KNOWN = Set.of(
            "server",
            "args",
            "directory",
            "reads",
            "classified",
            "era",
            "answer_bytes",
            "output_characters",
            "environment");
    private static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "accept",
            "expect",
            "upgrade",
            "transfer-encoding",
            "mcp-session-id",
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name");

    McpSettings {
        reads = Set.copyOf(reads);
        classified = Set.copyOf(classified);
    }

    /**
     * @param answerBytes the longest message that is taken from the server
     * @param outputCharacters the most of an answer that an agent is given
     */
    record Limits(int answerBytes, int outputCharacters) {}

    /** How a server is reached. */
    sealed interface WireSettings {
        /** What the server is shown, and may repeat. */
        Collection<Secret> shown();

        record Stdio(ProcessLauncher launcher) implements WireSettings {
            @Override
            public Collection<Secret> shown() {
                return launcher.secrets().values();
            }
        }

        record Http(URI url, Map<String, Secret> headers, boolean statelessFirst) implements WireSettings {
            @Override
            public Collection<Secret> shown() {
                return headers.values();
            }
        }
    }

    static McpSettings of(TargetConfig config, Function<String, Secret> secrets) {
        return new Reader(config, secrets).read();
    }

    private record Reader(TargetConfig config, Function<String, Secret> secrets) {
        McpSettings read() {
            config.options().keySet().stream()
                    .filter(name -> !KNOWN.contains(name)
                            && !name.matches("(env|secret)\\.[A-Za-z_][A-Za-z0-9_]*")
                            && !name.matches("header\\.[A-Za-z0-9-]+"))
                    .findFirst()
                    .ifPresent(name -> {
                        throw bad("there is no option " + Shown.line(name, 50) + " for kind mcp");
                    });
            var server = config.options().getOrDefault("server", config.name());
            if (!server.matches("[A-Za-z0-9_.-]{1,100}")) {
                throw bad("server is a name as in entries: letters, digits, _ . -");
            }
            return new McpSettings(
                    server,
                    wire(),
                    names("reads"),
                    names("classified"),
                    new Limits(number("answer_bytes", 16 << 20), number("output_characters", 1 << 20)));
        }

        private WireSettings wire() {
            var url = config.url();
            if (url.startsWith("stdio:")) {
                return stdio(url.substring("stdio:".length()));
            }
            if (url.startsWith("http:") || url.startsWith("https:")) {
                return http(url);
            }
            throw bad("the url is stdio:PROGRAM, or https://HOST/PATH, or http://…");
        }

        private WireSettings stdio(String program) {
            if (program.isBlank()) {
                throw bad("the url is stdio:PROGRAM");
            }
            only(HEADER, "header. is for servers over HTTP");
            var command = new ArrayList<String>();
            command.add(program);
            command.addAll(args());
            var environment = new HashMap<String, String>();
            var secret = new HashMap<String, Secret>();
            config.options().forEach((name, value) -> {
                if (name.startsWith(ENV)) {
                    environment.put(name.substring(ENV.length()), value);
                } else if (name.startsWith(SECRET)) {
                    secret.put(name.substring(SECRET.length()), secrets.apply(value));
                }
            });
            return new WireSettings.Stdio(
                    new ProcessLauncher(command, config.options().getOrDefault("directory", "/"), environment, secret));
        }

        /** A JSON list, or words without spaces in them. */
        private List<String> args() {
            var text = config.options().getOrDefault("args", "").strip();
            if (!text.startsWith("[")) {
                return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
            }
            var args = new ArrayList<String>();
            if (Json.read(text).orElse("") instanceof List<?> list
                    && list.stream().allMatch(String.class::isInstance)) {
                list.forEach(one -> args.add(String.valueOf(one)));
                return args;
            }
            throw bad("args is words, or a JSON list of texts");
        }

        private WireSettings http(String text) {
            URI url;
            try {
                url = new URI(text);
            } catch (URISyntaxException e) {
                throw bad("the url can't be read");
            }
            if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
                throw bad("the url names a host, and no user, password or fragment");
            }
            only(ENV, "env. is for servers over stdio");
            only(SECRET, "secret. is for servers over stdio; header.NAME=REFERENCE for this one");
            var headers = new HashMap<String, Secret>();
            config.options().forEach((name, value) -> {
                if (name.startsWith(HEADER)) {
                    headers.put(name.substring(HEADER.length()), header(name.substring(HEADER.length()), value));
                }
            });
            if (!headers.isEmpty() && url.getScheme().equals("http") && !ServerUrl.isHere(url)) {
                throw bad("secrets are sent over https, or to this machine alone");
            }
            var era = config.options().getOrDefault("era", "stateless");
            if (!Set.of("stateless", "sessions").contains(era)) {
                throw bad("era is stateless or sessions: which is tried first");
            }
            return new WireSettings.Http(url, headers, era.equals("stateless"));
        }

        private Secret header(String name, String reference) {
            if (OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                throw bad("the header " + name + " is set by the protocol");
            }
            var prefix = reference.startsWith("Bearer ") ? "Bearer " : "";
            var secret = secrets.apply(reference.substring(prefix.length()));
            return secret.as(value -> checked(prefix + value));
        }

        private static String checked(String value) {
            if (!value.matches("[!-~]([ -~]*[!-~])?")) {
                throw Problem.of(Reason.TARGET_NOT_READY, "a header's secret is empty or no line of text")
                        .toException();
            }
            return value;
        }

        private void only(String prefix, String otherwise) {
            if (config.options().keySet().stream().anyMatch(name -> name.startsWith(prefix))) {
                throw bad(otherwise);
            }
        }

        private Set<String> names(String option) {
            var names = new TreeSet<String>();
            Optional.ofNullable(config.options().get(option)).stream()
                    .flatMap(text -> Arrays.stream(text.split(",")))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(names::add);
            return names;
        }

        private int number(String option, int otherwise) {
            var text = config.options().get(option);
            if (text == null) {
                return otherwise;
            }
            if (!text.matches("[1-9][0-9]{2,8}")) {
                throw bad(option + " is a number from 100 to 999999999");
            }
            return Integer.parseInt(text);
        }

        private static ProblemException bad(String detail) {
            return Problem.of(Reason.BAD_REQUEST, detail).toException();
        }
    }
}
