package dev.oneping.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts that a Redis server reports of itself, as far as they decide whether it keeps what it accepts.
 *
 * @param loading whether it still reads its data from the disk
 * @param loaded  the percentage read so far; 0 if unknown
 * @see <a href="https://redis.io/docs/latest/commands/info/">INFO</a>
 */
public record ServerReport(
        String version, String mode, String role, boolean loading, int loaded, boolean appendOnly, String eviction) {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    /** A property of a server by which acknowledged notifications would be lost, or nothing would work at all. */
    public enum Flaw {
        /** The server is older than the commands that the scripts use. */
        TOO_OLD("is older than 6.2: upgrade it"),
        /** The server is a node of a cluster, which knows only some of the keys. */
        CLUSTER("is a node of a Redis Cluster: set QUARKUS_REDIS_CLIENT_TYPE=cluster"),
        /** The server is no node of a cluster, although the service was configured for one. */
        NO_CLUSTER("is no node of a Redis Cluster: set QUARKUS_REDIS_CLIENT_TYPE=standalone"),
        /** The server is a sentinel, which stores nothing. */
        SENTINEL("is a Redis Sentinel: set QUARKUS_REDIS_CLIENT_TYPE=sentinel and QUARKUS_REDIS_MASTER_NAME"),
        /** The server is a replica, which takes no writes. */
        REPLICA("is a replica: use the address of its primary"),
        /** The server removes keys when its memory is full, and with them notifications. */
        EVICTS("evicts keys when its memory is full: set maxmemory-policy noeviction"),
        /** The server has no append-only file: a restart loses all since its last snapshot. */
        NO_APPEND_ONLY_FILE("keeps no append-only file, so that a restart loses notifications: set appendonly yes");

        private final String sentence;

        Flaw(String sentence) {
            this.sentence = sentence;
        }

        /** Returns what is wrong and the remedy, to follow the name of the server. */
        public String sentence() {
            return sentence;
        }

        /** Returns whether the service works with such a server while that keeps running. */
        public boolean isOnlyLoss() {
            return this == EVICTS || this == NO_APPEND_ONLY_FILE;
        }
    }

    /** Reads the reply to {@code INFO}. Fields that it lacks, as with some providers, count as without a flaw. */
    public static ServerReport of(String reply) {
        Map<String, String> fields = new HashMap<>();
        reply.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new ServerReport(
                fields.getOrDefault("redis_version", ""),
                fields.getOrDefault("redis_mode", "standalone"),
                fields.getOrDefault("role", "master"),
                fields.getOrDefault("loading", "0").equals("1"),
                percent(fields.getOrDefault("loading_loaded_perc", "0")),
                fields.getOrDefault("aof_enabled", "1").equals("1"),
                fields.getOrDefault("maxmemory_policy", "noeviction"));
    }

    /** Returns the flaws of a single server, the gravest first. */
    public List<Flaw> flaws() {
        return flaws(false);
    }

    /**
     * Returns the flaws, the gravest first.
     *
     * @param isCluster whether the server has to be a node of a cluster, a replica or a master
     */
    public List<Flaw> flaws(boolean isCluster) {
        List<Flaw> found = new ArrayList<>();
        if (isTooOld()) {
            found.add(Flaw.TOO_OLD);
        }
        if (mode.equals("cluster") && !isCluster) {
            found.add(Flaw.CLUSTER);
        }
        if (!mode.equals("cluster") && isCluster) {
            found.add(Flaw.NO_CLUSTER);
        }
        if (mode.equals("sentinel")) {
            found.add(Flaw.SENTINEL);
        }
        if (!role.equals("master") && !isCluster) {
            found.add(Flaw.REPLICA);
        }
        if (!eviction.equals("noeviction")) {
            found.add(Flaw.EVICTS);
        }
        if (!appendOnly) {
            found.add(Flaw.NO_APPEND_ONLY_FILE);
        }
        return List.copyOf(found);
    }

    private boolean isTooOld() {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        return major < OLDEST_MAJOR || major == OLDEST_MAJOR && Integer.parseInt(parts.group(2)) < OLDEST_MINOR;
    }

    private static int percent(String text) {
        try {
            return (int) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
