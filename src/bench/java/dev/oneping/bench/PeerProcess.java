package dev.oneping.bench;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of a {@link Peer}, with its log in a file. It ends when it is closed; the driver closes it. */
final class PeerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(20);
    private static final long LOOK_MS = 50;

    private final Process process;
    private final File log;

    private PeerProcess(Process process, File log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a process and waits until it listens at a port of this machine. */
    static PeerProcess start(Path folder, File log, int port, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().putAll(environment);
        PeerProcess started = new PeerProcess(builder.start(), log);
        long end = System.nanoTime() + START.toNanos();
        while (!listens(port)) {
            if (!started.process.isAlive() || System.nanoTime() > end) {
                started.close();
                throw new IllegalStateException("'" + command.getFirst() + "' did not start: "
                        + Files.readString(log.toPath()).strip());
            }
            pause();
        }
        return started;
    }

    /** Returns a port that no process uses. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until no process listens at a port any more, for some time at most. */
    static void awaitEnd(int port) {
        long end = System.nanoTime() + END.toNanos();
        while (listens(port) && System.nanoTime() < end) {
            pause();
        }
        pause();
    }

    private static boolean listens(int port) {
        try (Socket ignored = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String toString() {
        return "process " + process.pid() + ", log " + log;
    }
}
