package dev.oneping.connection.admission;

import dev.oneping.connection.ConnectionConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The web origins whose pages may connect. Browsers let any page open a WebSocket to any host, so the server must
 * check.
 *
 * @param allowed see {@link ConnectionConfig#origins()}
 */
record OriginPolicy(List<String> allowed) {

    private static final String ANY_PORT = ":*";

    /** Copies the list. */
    OriginPolicy {
        allowed = List.copyOf(allowed);
    }

    /**
     * Returns whether a page may connect.
     *
     * @param origin the request's {@code Origin}; null for clients other than browsers, which need no protection
     * @param host   the request's {@code Host}; pages of the service itself may always connect
     */
    boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null
                || origin.equals("https://" + host)
                || origin.equals("http://" + host)
                || allowed.stream().anyMatch(pattern -> matches(pattern, origin));
    }

    private static boolean matches(String pattern, String origin) {
        if (!pattern.endsWith(ANY_PORT)) {
            return pattern.equals(origin);
        }
        String withoutPort = pattern.substring(0, pattern.length() - ANY_PORT.length());
        if (!origin.startsWith(withoutPort)) {
            return false;
        }
        String port = origin.substring(withoutPort.length());
        return port.isEmpty() || port.matches(":\\d{1,5}");
    }
}
