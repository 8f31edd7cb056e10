package dev.oneping.testing;

import dev.oneping.redis.embedded.RedisProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Real {@code redis-server} processes on the loopback interface: a Redis Cluster of masters, each with a replica if wanted,
 * or single servers and sentinels. They end with this JVM.
 */
public final class RedisClusterProcess implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();

    /**
     * One process.
     *
     * @param port    its port
     * @param process the process itself
     */
    public record Node(int port, Process process) {

        /** Sends one command. */
        public List<String> ask(String... words) {
            try (RedisProbe probe = RedisProbe.connect("127.0.0.1", port, Duration.ofSeconds(10))) {
                return probe.ask(words);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The address as Redis clients take it. */
        public String uri() {
            return "redis://127.0.0.1:" + port;
        }

        /** Its id in the cluster. */
        public String id() {
            return ask("CLUSTER", "MYID").getFirst();
        }

        /** Ends the process as a crash would. */
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    private RedisClusterProcess() {
        try {
            folder = Files.createTempDirectory("oneping-cluster");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts a cluster and waits until every node says that it serves. */
    public static RedisClusterProcess start(int masters, boolean withReplicas) {
        RedisClusterProcess cluster = new RedisClusterProcess();
        int count = withReplicas ? masters * 2 : masters;
        for (int i = 0; i < count; i++) {
            cluster.startNode("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
        }
        cluster.join(masters);
        return cluster;
    }

    /** Starts nothing yet, for servers that a test puts together itself. */
    public static RedisClusterProcess empty() {
        return new RedisClusterProcess();
    }

    /** The nodes in the order of their start: the masters first. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** The addresses of all nodes, as the setting takes them. */
    public String hosts() {
        return String.join(",", nodes.stream().map(Node::uri).toList());
    }

    /** Starts one more server with an append-only file. */
    public Node startNode(String... settings) {
        List<String> all = new ArrayList<>(List.of("--appendonly", "yes", "--save", ""));
        all.addAll(Arrays.asList(settings));
        return start(freePort(), all);
    }

    /** Starts a sentinel that watches a master. */
    public Node startSentinel(String name, int master, int quorum) {
        int port = freePort();
        Path file = folder.resolve("sentinel-" + port + ".conf");
        try {
            Files.writeString(file, """
                    sentinel monitor %1$s 127.0.0.1 %2$d %3$d
                    sentinel down-after-milliseconds %1$s 1000
                    sentinel failover-timeout %1$s 5000
                    """.formatted(name, master, quorum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(port, List.of(file.toString(), "--sentinel"));
    }

    /** The master that serves a slot, as a node says. */
    public Node masterOf(int slot) {
        List<String> lines = alive().ask("CLUSTER", "NODES").getFirst().lines().toList();
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields[2].contains("master") && !fields[2].contains("fail")) {
                for (int i = 8; i < fields.length; i++) {
                    String[] range = fields[i].split("-");
                    if (fields[i].startsWith("[")) {
                        continue;
                    }
                    if (Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1])) {
                        int port = Integer.parseInt(fields[1].replaceFirst("^[^:]*:(\\d+)@.*$", "$1"));
                        return nodes.stream()
                                .filter(node -> node.port == port)
                                .findFirst()
                                .orElseThrow();
                    }
                }
            }
        }
        throw new IllegalStateException("no master serves slot " + slot);
    }

    /** Moves one slot with all its keys, as an operator's tool does: the keys one by one, while clients use them. */
    public void moveSlot(int slot, Node to) {
        Node from = masterOf(slot);
        if (from.equals(to)) {
            return;
        }
        String number = Integer.toString(slot);
        to.ask("CLUSTER", "SETSLOT", number, "IMPORTING", from.id());
        from.ask("CLUSTER", "SETSLOT", number, "MIGRATING", to.id());
        for (List<String> keys = keys(from, number); !keys.isEmpty(); keys = keys(from, number)) {
            for (String key : keys) {
                from.ask("MIGRATE", "127.0.0.1", Integer.toString(to.port), key, "0", "5000");
            }
        }
        to.ask("CLUSTER", "SETSLOT", number, "NODE", to.id());
        from.ask("CLUSTER", "SETSLOT", number, "NODE", to.id());
    }

    private static List<String> keys(Node from, String slot) {
        return from.ask("CLUSTER", "GETKEYSINSLOT", slot, "10");
    }

    private Node alive() {
        return nodes.stream().filter(node -> node.process.isAlive()).findFirst().orElseThrow();
    }

    private void join(int masters) {
        Node first = nodes.getFirst();
        for (int i = 0; i < masters; i++) {
            int from = SLOTS * i / masters;
            int to = SLOTS * (i + 1) / masters - 1;
            nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            List<String> add = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (int slot = from; slot <= to; slot++) {
                add.add(Integer.toString(slot));
            }
            nodes.get(i).ask(add.toArray(String[]::new));
        }
        nodes.stream().skip(1).forEach(node -> node.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(first.port)));
        Awaitility.await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(this::knowsAll));
        for (int i = masters; i < nodes.size(); i++) {
            nodes.get(i).ask("CLUSTER", "REPLICATE", nodes.get(i - masters).id());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> nodes.stream()
                        .allMatch(node -> node.ask("CLUSTER", "INFO").getFirst().contains("cluster_state:ok")));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> nodes.stream()
                        .skip(masters)
                        .allMatch(node ->
                                node.ask("INFO", "replication").getFirst().contains("master_link_status:up")));
    }

    private boolean knowsAll(Node node) {
        return node.ask("CLUSTER", "INFO").getFirst().contains("cluster_known_nodes:" + nodes.size());
    }

    private Node start(int port, List<String> settings) {
        List<String> command = new ArrayList<>(List.of("redis-server"));
        command.addAll(settings);
        Path data = folder.resolve(Integer.toString(port));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", data.toString()));
        try {
            Files.createDirectories(data);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("log").toFile());
            builder.environment().put("LC_ALL", "C");
            Node node = new Node(port, builder.start());
            nodes.add(node);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> node.ask("PING").equals(List.of("PONG")));
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cluster's port has the bus beside it, ten thousand higher. */
    private static int freePort() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() < 55_000) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no free port below 55000");
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.process.destroyForcibly());
        for (Node node : nodes) {
            try {
                node.process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // Closed twice, by the test and at the end of the JVM.
        }
    }
}
