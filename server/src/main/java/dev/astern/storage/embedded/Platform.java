package dev.astern.storage.embedded;

import java.util.Locale;

/** Names the archive that the binaries' publisher made for this machine. */
final class Platform {
    private Platform() {}

    static String archive() {
        return archive(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static String archive(String osName, String osArch) {
        return "postgres-" + system(osName) + "-" + architecture(osArch) + ".txz";
    }

    private static String system(String osName) {
        var name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return "linux";
        }
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return "darwin";
        }
        throw new EmbeddedPostgresException(
                "There is no embedded PostgreSQL for " + osName + "; name a PostgreSQL of your own as the store.");
    }

    private static String architecture(String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default ->
                throw new EmbeddedPostgresException("There is no embedded PostgreSQL for " + osArch
                        + "; name a PostgreSQL of your own as the store.");
        };
    }
}
