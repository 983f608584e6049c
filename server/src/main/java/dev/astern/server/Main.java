package dev.astern.server;

import dev.astern.config.ServerSettings;
import dev.astern.gateway.StepObserver;
import dev.astern.smtp.SmtpDoor;
import dev.astern.workspace.connector.LibraryFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** Starts a server: settings, node, doors. */
public final class Main {
    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    private Main() {}

    static void main(String[] args) {
        ServerSettings settings;
        try {
            settings = ServerSettings.of(arguments(args), Path.of(System.getProperty("user.home"), ".astern"));
        } catch (IllegalArgumentException e) {
            System.err.println("astern: " + e.getMessage());
            System.exit(2);
            return;
        }
        try {
            start(settings);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "start failed", e);
            System.err.println("astern: can't start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void start(ServerSettings settings) {
        var library = LibraryFolder.of(settings.library());
        var node = Node.open(
                settings,
                library,
                ConnectorJars.with(
                        Providers.own(settings.dataDir(), Clock.systemUTC(), library),
                        settings.connectors(),
                        settings.dataDir()),
                StepObserver.none(),
                (action, failure) -> LOG.log(System.Logger.Level.WARNING, "action " + action, failure));
        try {
            var context = serve(settings, node);
            var url = "http://" + settings.host() + ":"
                    + context.getEnvironment().getProperty("local.server.port", String.valueOf(settings.port()));
            PrivateFile.write(settings.dataDir().resolve("url"), url + "\n");
            System.out.println("astern: listening on " + url);
            takeMail(settings, node, context);
            var setupCode = node.setupCode();
            if (setupCode != null) {
                System.out.println("astern: there is no operator yet; the setup code is in " + setupCode);
            }
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static void takeMail(ServerSettings settings, Node node, ConfigurableApplicationContext context) {
        if (settings.smtpPort() != null) {
            var astern = node.astern();
            var door = SmtpDoor.open(settings.smtpPort(), astern.sessions(), astern.gateway());
            context.addApplicationListener((ContextClosedEvent closed) -> door.close());
            PrivateFile.write(settings.dataDir().resolve("smtp-port"), door.port() + "\n");
            System.out.println("astern: taking mail at 127.0.0.1:" + door.port());
        }
    }

    /** Puts the doors in front of a node; closing the context closes the node. */
    static ConfigurableApplicationContext serve(ServerSettings settings, Node node) {
        var application = new SpringApplication(Wiring.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setDefaultProperties(properties(settings));
        application.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean(Node.class, () -> node));
        return application.run();
    }

    private static Map<String, String> arguments(String[] args) {
        var given = new HashMap<String, String>();
        for (var arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("arguments are --name=value, not " + arg);
            }
            given.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return given;
    }

    private static Map<String, Object> properties(ServerSettings settings) {
        var properties = new HashMap<String, Object>();
        properties.put("server.address", settings.host());
        properties.put("server.port", settings.port());
        properties.put("server.shutdown", "graceful");
        properties.put("server.error.include-stacktrace", "never");
        properties.put("server.error.whitelabel.enabled", "false");
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.threads.virtual.enabled", "true");
        properties.put("spring.jackson.deserialization.fail-on-unknown-properties", "true");
        properties.put("spring.jackson.deserialization.fail-on-null-for-primitives", "false");
        properties.put("springdoc.api-docs.path", "/v1/openapi.json");
        return properties;
    }
}
