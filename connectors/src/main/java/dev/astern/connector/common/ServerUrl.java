package dev.astern.connector.common;

import static dev.astern.connector.common.Texts.bad;

import java.net.URI;
import java.util.List;

/** The url of a server, as whoever adds a target names it. */
public final class ServerUrl {
    private ServerUrl() {}

    /**
     * One of some schemes and a host, without anything that is said elsewhere or nowhere.
     *
     * @param whose for example {@code an API}
     */
    public static URI of(String text, String whose, List<String> schemes) {
        var url = parsed(text, whose);
        if (!schemes.contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
            throw bad("the url of " + whose + " is " + either(schemes) + " and a host");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            throw bad("the url of " + whose + " has no user, query or fragment");
        }
        return url;
    }

    /** Without a path, too. */
    public static URI bare(String text, String whose, List<String> schemes) {
        var url = of(text, whose, schemes);
        if (url.getPath() != null && url.getPath().length() > 1) {
            throw bad("the url of " + whose + " is " + either(schemes) + ", a host and maybe a port, and nothing else");
        }
        return url;
    }

    private static URI parsed(String text, String whose) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw bad("the url of " + whose + " is none");
        }
    }

    private static String either(List<String> schemes) {
        return String.join("://, ", schemes).replaceFirst(", (?=[^,]*$)", " or ") + "://";
    }

    /** Whether what is sent there stays on this machine, which it surely does only where no name is looked up. */
    public static boolean isHere(URI url) {
        var host = url.getHost();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** The host as a socket takes it. */
    public static String host(URI url) {
        return url.getHost().replace("[", "").replace("]", "");
    }
}
