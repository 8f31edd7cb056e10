package dev.oneping.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy before the service that can go black, passing nothing on and closing nothing, and be cut. */
final class CuttableWay implements AutoCloseable {

    private static final int BUFFER = 8_192;

    private final URI service;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean black;

    CuttableWay(URI service) throws IOException {
        this.service = service;
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    void goBlack() {
        black = true;
    }

    /** Closes every connection; new ones pass. */
    void cut() {
        sockets.forEach(CuttableWay::close);
        sockets.clear();
        black = false;
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket behind = new Socket(service.getHost(), service.getPort());
                sockets.add(client);
                sockets.add(behind);
                Thread.ofVirtual().start(() -> pass(client, behind));
                Thread.ofVirtual().start(() -> pass(behind, client));
            } catch (IOException e) {
                // The proxy is closed, or the service is away: the client sees it by itself.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (!black) {
                    out.write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            // One side is gone, and so is the other by now.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
