package dev.oneping.outbound.guard;

import java.util.Set;

/**
 * The ports that an endpoint on the internet may have: those of HTTP, and 1024 and above except the ports of data stores and
 * of other protocols, which could take a request for commands of their own.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#port-blocking">the ports that browsers block</a>
 */
final class EndpointPorts {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int FIRST_UNPRIVILEGED = 1024;

    /** Browsers' list from 1024, then SQL Server, Oracle, etcd, Docker, MySQL, PostgreSQL, Redis, Elasticsearch, and so on. */
    private static final Set<Integer> OTHERS = Set.of(
            1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
            10080, 1433, 1521, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5672, 6379, 6380, 9042, 9092, 9200, 9300,
            10250, 11211, 26379, 27017);

    private EndpointPorts() {}

    static boolean allows(int port) {
        return port == HTTP || port == HTTPS || (port >= FIRST_UNPRIVILEGED && !OTHERS.contains(port));
    }
}
