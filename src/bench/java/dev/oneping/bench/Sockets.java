package dev.oneping.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A snapshot of the TCP connections between processes of this machine: the kernel's socket tables, matched with the
 * open files of each process. Empty on other systems than Linux, and for processes of other users.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_net.5.html">proc_net(5)</a>
 */
final class Sockets {

    private static final String LISTENING = "0A";
    private static final String ESTABLISHED = "01";
    private static final String SOCKET = "socket:[";

    private final List<Tcp> sockets = new ArrayList<>();
    private final Map<String, Long> owners = new HashMap<>();

    /** One line of the table. */
    private record Tcp(int localPort, int remotePort, String state, String inode) {

        static Tcp parse(String line) {
            String[] fields = line.strip().split("\\s+");
            return new Tcp(port(fields[1]), port(fields[2]), fields[3], fields[9]);
        }

        private static int port(String address) {
            return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
        }
    }

    private Sockets() {}

    /** Takes a snapshot. */
    static Sockets now() {
        Sockets seen = new Sockets();
        seen.readTable(Path.of("/proc/net/tcp"));
        seen.readTable(Path.of("/proc/net/tcp6"));
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            seen.readFiles(process.pid());
        }
        return seen;
    }

    /** The processes that serve an address: the service and its Redis, as far as they are found; says which are not. */
    List<Watched> behind(Service service, BenchReport report) {
        Optional<ProcessHandle> server = listener(service.port());
        Optional<ProcessHandle> redis = server.flatMap(this::redisOf);
        List<Watched> found = new ArrayList<>();
        server.ifPresentOrElse(
                process -> found.add(new Watched("service", process)), () -> report.missing("the service"));
        redis.ifPresentOrElse(process -> found.add(new Watched("redis", process)), () -> report.missing("Redis"));
        return found;
    }

    /** The process that listens at a port, if it is found; says if not. */
    List<Watched> server(String name, int port, BenchReport report) {
        List<Watched> found = listener(port).map(process -> new Watched(name, process)).stream()
                .toList();
        if (found.isEmpty()) {
            report.missing(name);
        }
        return found;
    }

    private Optional<ProcessHandle> listener(int port) {
        return sockets.stream()
                .filter(socket -> socket.state.equals(LISTENING) && socket.localPort == port)
                .flatMap(socket -> Optional.ofNullable(owners.get(socket.inode)).stream())
                .findFirst()
                .flatMap(ProcessHandle::of);
    }

    /** The Redis, by whatever name, that a process is connected to. */
    private Optional<ProcessHandle> redisOf(ProcessHandle client) {
        Set<Integer> ports = new HashSet<>();
        for (Tcp socket : sockets) {
            Long owner = owners.get(socket.inode);
            if (socket.state.equals(ESTABLISHED) && owner != null && owner == client.pid()) {
                ports.add(socket.remotePort);
            }
        }
        return ports.stream()
                .flatMap(port -> listener(port).stream())
                .filter(process -> process.info().command().orElse("").matches(".*(redis|valkey).*"))
                .findFirst();
    }

    private void readTable(Path table) {
        try (Stream<String> lines = Files.lines(table)) {
            lines.skip(1).map(Tcp::parse).forEach(sockets::add);
        } catch (IOException e) {
            // Not Linux: the table stays empty.
        }
    }

    private void readFiles(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            files.forEach(file -> inode(file).ifPresent(inode -> owners.put(inode, pid)));
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's process, or one that has just ended.
        }
    }

    private static Optional<String> inode(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            return target.startsWith(SOCKET)
                    ? Optional.of(target.substring(SOCKET.length(), target.length() - 1))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
