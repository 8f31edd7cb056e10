package dev.oneping.outbound.guard;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A webhook URL that all parsers read in the same way. Forms that parsers interpret differently (user information,
 * escapes in the host, octal or short IPv4 addresses, a trailing dot) are rejected.
 */
public final class EndpointUrl {

    private static final int MAX_LENGTH = 2048;

    /** Host and port. Read here, because the JDK rejects host names with an underscore, which DNS allows. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]@]*]|[^:@\\[\\]]+)(?::([0-9]{1,5}))?");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?");
    private static final Pattern NUMERIC = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]+");

    private final URI uri;
    private final String host;
    private final int port;

    private EndpointUrl(URI uri, String host, int port) {
        this.uri = uri;
        this.host = host;
        this.port = port;
    }

    /**
     * Parses a URL.
     *
     * @param httpAllowed whether {@code http} and every port are allowed too
     * @throws Refused with a message for the subscriber
     */
    public static EndpointUrl parse(String text, boolean httpAllowed) throws Refused {
        if (text.length() > MAX_LENGTH) {
            throw new Refused("must have at most " + MAX_LENGTH + " characters");
        }
        URI uri = uri(text);
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(httpAllowed && scheme.equals("http"))) {
            throw new Refused("must begin with https://");
        }
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        if (authority.contains("@")) {
            throw new Refused("must not contain a user or password");
        }
        if (uri.getRawFragment() != null) {
            throw new Refused("must not have a fragment");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw new Refused("must be a URL with a host name in ASCII");
        }
        EndpointUrl url = new EndpointUrl(uri, host(parts.group(1)), port(parts.group(2)));
        if (!httpAllowed && !EndpointPorts.allows(url.port())) {
            throw new Refused("must not use port " + url.port() + ", which is that of another protocol");
        }
        return url;
    }

    private static URI uri(String text) throws Refused {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new Refused("must be a URL with a host name in ASCII");
        }
    }

    /** Returns the port, or 0 if none is given. */
    private static int port(@Nullable String digits) throws Refused {
        int port = digits == null ? 0 : Integer.parseInt(digits);
        if (digits != null && (port == 0 || port > 65_535)) {
            throw new Refused("must have a port from 1 to 65535");
        }
        return port;
    }

    private static String host(String given) throws Refused {
        String host = given.toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return literal6(host.substring(1, host.length() - 1));
        }
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new Refused("must have a host name of letters, digits, dots, hyphens and underscores");
            }
        }
        if (NUMERIC.matcher(labels[labels.length - 1]).matches()
                && !IPV4.matcher(host).matches()) {
            throw new Refused("must write an IPv4 address as four decimal numbers");
        }
        return host;
    }

    private static String literal6(String address) throws Refused {
        if (!IPV6.matcher(address).matches()) {
            throw new Refused("must write an IPv6 address without a zone");
        }
        return address;
    }

    public boolean tls() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** The host in lower case, an IPv6 address without brackets. */
    public String host() {
        return host;
    }

    public int port() {
        return port > 0 ? port : tls() ? 443 : 80;
    }

    /** Host and port in the form of the {@code Host} header, without the default port. */
    public String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port() == (tls() ? 443 : 80) ? name : name + ":" + port();
    }

    /** The origin (RFC 6454), for example {@code https://example.org}. */
    public String origin() {
        return (tls() ? "https://" : "http://") + authority();
    }

    /** Path and query exactly as given: decoding could turn an escape into a line break. */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    /** Thrown for a URL that is rejected; the message completes "The URL …". */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String rule) {
            super(rule, null, false, false);
        }
    }
}
