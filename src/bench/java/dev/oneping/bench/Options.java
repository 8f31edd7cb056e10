package dev.oneping.bench;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options of the command line.
 *
 * @param mode           what
 * @param users          how many people
 * @param devicesPerUser how many devices each has, all connected
 * @param publishers     how many apps send at the same time
 * @param warmup         how long to run before what is measured
 * @param span           how long to measure
 * @param rate           notifications per second, all publishers together, of the measurement at a fixed rate
 * @param connections    how many idle connections
 * @param timers         how many timers fire
 * @param pending        how many timers are pending
 * @param events         events per second of the measurement of webhooks at a fixed pace
 * @param devices        how many connected devices, one of each user, of the comparison with peers
 * @param limit          requests per second that the busy tenant may send, of the measurement of isolation
 * @param rounds         how often each peer is measured
 */
record Options(
        Mode mode,
        int users,
        int devicesPerUser,
        int publishers,
        Duration warmup,
        Duration span,
        int rate,
        int connections,
        int timers,
        int pending,
        int events,
        int devices,
        int limit,
        int rounds) {

    static final String HELP = """
            ./oneping bench [mode] [--option number ...]

            Modes
              load      notify -> device -> ack, as fast as it goes and at a fixed rate (the default)
              floor     the same, and before it the same against a bare relay, for comparison
              idle      what a connected device that does nothing costs in memory
              timers    the timers alone: many at one instant, many a second, and a million pending; needs no service
              webhooks  deliveries to 100 subscriptions on this machine, with and without one that hangs
              isolation the notifications of one tenant, alone and while another uses its limits up; needs an
                        operator's key, such as that of ./oneping bench
              peers     the packaged service, a Socket.IO program with Redis (src/bench/peer, needs Node 20 with npm)
                        and nchan (where Debian's libnginx-mod-nchan is installed), each with a Redis of its own, in
                        turn on this machine; prints a table, writes ./bench-peers.svg; needs no service

            Options
              --users N             people (1000)
              --devices-per-user N  devices of each, all connected (2)
              --publishers N        apps that send at the same time (8)
              --warmup N            seconds before what is measured (10); in mode peers at most, until the
                                    compilers are quiet (60)
              --seconds N           seconds that are measured (20); in mode peers of each round and pace (10)
              --rate N              notifications per second of the measurement at a fixed rate (1000);
                                    in mode timers, timers per second (10000); in mode isolation (200)
              --limit N             requests per second that the busy tenant may send, in mode isolation (100)
              --connections N       idle connections, in mode idle (5000)
              --timers N            timers that fire, in mode timers (100000)
              --pending N           timers that are pending, in mode timers (1000000)
              --events N            events per second at a fixed pace, in mode webhooks (10)
              --devices N           connected devices, one of each user, in mode peers (2000)
              --rounds N            rounds of which the median counts, in mode peers (3)

            Variables: ONEPING_URL, ONEPING_KEY; ./oneping bench sets them.""";

    /** The measurements. */
    enum Mode {
        LOAD,
        FLOOR,
        IDLE,
        TIMERS,
        WEBHOOKS,
        ISOLATION,
        PEERS
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a sentence that names the word that is wrong
     */
    static Options parse(String... words) {
        int first = words.length > 0 && !words[0].startsWith("--") ? 1 : 0;
        Mode mode = first == 0 ? Mode.LOAD : mode(words[0]);
        Map<String, Integer> numbers = defaults(mode);
        for (int i = first; i < words.length; i += 2) {
            if (!numbers.containsKey(words[i])) {
                throw new IllegalArgumentException("There is no option '" + words[i] + "'; see --help.");
            }
            numbers.put(words[i], number(words[i], i + 1 < words.length ? words[i + 1] : ""));
        }
        return new Options(
                mode,
                numbers.getOrDefault("--users", 0),
                numbers.getOrDefault("--devices-per-user", 0),
                numbers.getOrDefault("--publishers", 0),
                Duration.ofSeconds(numbers.getOrDefault("--warmup", 0)),
                Duration.ofSeconds(numbers.getOrDefault("--seconds", 0)),
                numbers.getOrDefault("--rate", 0),
                numbers.getOrDefault("--connections", 0),
                numbers.getOrDefault("--timers", 0),
                numbers.getOrDefault("--pending", 0),
                numbers.getOrDefault("--events", 0),
                numbers.getOrDefault("--devices", 0),
                numbers.getOrDefault("--limit", 0),
                numbers.getOrDefault("--rounds", 0));
    }

    private static Map<String, Integer> defaults(Mode mode) {
        boolean peers = mode == Mode.PEERS;
        return new TreeMap<>(Map.ofEntries(
                Map.entry("--users", mode == Mode.ISOLATION ? 200 : 1000),
                Map.entry("--devices-per-user", 2),
                Map.entry("--publishers", 8),
                Map.entry("--warmup", peers ? 60 : 10),
                Map.entry("--seconds", peers ? 10 : 20),
                Map.entry("--rate", rate(mode)),
                Map.entry("--limit", 100),
                Map.entry("--connections", 5000),
                Map.entry("--timers", 100_000),
                Map.entry("--pending", 1_000_000),
                Map.entry("--events", 10),
                Map.entry("--devices", 2000),
                Map.entry("--rounds", 3)));
    }

    private static int rate(Mode mode) {
        return switch (mode) {
            case TIMERS -> 10_000;
            case ISOLATION -> 200;
            case LOAD, FLOOR, IDLE, WEBHOOKS, PEERS -> 1_000;
        };
    }

    private static Mode mode(String word) {
        for (Mode mode : Mode.values()) {
            if (mode.name().equalsIgnoreCase(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("There is no mode '" + word + "'; see --help.");
    }

    private static int number(String option, String word) {
        if (!word.matches("[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException(option + " needs a number from 1, but got '" + word + "'.");
        }
        return Integer.parseInt(word);
    }

    /** A person must be one publisher's alone, so that nobody has two notifications under way at once. */
    Options {
        if (users < publishers || devices < publishers) {
            throw new IllegalArgumentException("--users and --devices must be at least as many as --publishers.");
        }
    }
}
