package dev.oneping.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy in front of a port of this machine that delays, swallows, drips or resets what it carries. */
final class FaultProxy implements AutoCloseable {

    private static final int CHUNK = 16_384;
    private static final long DRIP_NS = Duration.ofMillis(5).toNanos();

    /** The behavior towards the bytes of a connection. */
    enum Mode {
        /** Carries everything at once. */
        PASS,
        /** Carries nothing, in neither direction, and closes nothing. */
        BLACKHOLE,
        /** Carries requests, but no replies. */
        HALF_OPEN,
        /** Carries one byte every few milliseconds. */
        DRIP
    }

    private final ServerSocket server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private volatile Mode mode = Mode.PASS;
    private volatile long delayMillis;

    FaultProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    /** Returns the address for Redis clients. */
    String uri() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /** Changes the behavior of all connections, also of those that are open. */
    void mode(Mode next) {
        mode = next;
    }

    /** Delays each direction by half of a round trip. */
    void latency(Duration roundTrip) {
        delayMillis = roundTrip.toMillis() / 2;
    }

    /** Resets every connection, as a firewall does that has lost its state. */
    void reset() throws IOException {
        for (Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        reset();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Thread.ofVirtual().start(() -> join(near));
            }
        } catch (IOException closed) {
            // The end of the drill.
        }
    }

    private void join(Socket near) {
        Socket far = new Socket();
        try {
            sockets.add(near);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            sockets.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        } catch (IOException refused) {
            end(near, far);
            return;
        }
        carry(near, far, true);
        carry(far, near, false);
    }

    /** Reads on one thread and writes on another, so that a delay does not lower the rate. */
    private void carry(Socket from, Socket to, boolean isRequest) {
        BlockingQueue<Chunk> waiting = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    long due =
                            System.nanoTime() + Duration.ofMillis(delayMillis).toNanos();
                    waiting.add(new Chunk(Arrays.copyOf(buffer, count), due));
                }
                waiting.add(Chunk.END);
            } catch (IOException broken) {
                waiting.add(Chunk.END);
            }
        });
        Thread.ofVirtual().start(() -> {
            try {
                OutputStream out = to.getOutputStream();
                for (Chunk chunk = waiting.take(); chunk != Chunk.END; chunk = waiting.take()) {
                    LockSupport.parkNanos(chunk.due - System.nanoTime());
                    write(chunk.bytes, out, isRequest);
                }
            } catch (IOException | InterruptedException broken) {
                // Both sides are closed below.
            } finally {
                end(from, to);
            }
        });
    }

    private void write(byte[] bytes, OutputStream out, boolean isRequest) throws IOException {
        switch (mode) {
            case PASS -> out.write(bytes);
            case BLACKHOLE -> {}
            case HALF_OPEN -> {
                if (isRequest) {
                    out.write(bytes);
                }
            }
            case DRIP -> {
                for (byte each : bytes) {
                    out.write(each);
                    if (mode == Mode.DRIP) {
                        LockSupport.parkNanos(DRIP_NS);
                    }
                }
            }
        }
    }

    private void end(Socket one, Socket other) {
        for (Socket socket : new Socket[] {one, other}) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException closed) {
                // It was closed before.
            }
        }
    }

    /** Bytes on their way. */
    private record Chunk(byte[] bytes, long due) {
        static final Chunk END = new Chunk(new byte[0], 0);
    }
}
