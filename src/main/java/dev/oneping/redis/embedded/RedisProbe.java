package dev.oneping.redis.embedded;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * A minimal Redis client over a plain socket, for the time when no other client exists yet: checks that a server
 * responds, checks its data folder, shuts it down. Every step has a deadline. Uses RESP2.
 */
public final class RedisProbe implements AutoCloseable {

    private static final int DEFAULT_PORT = 6379;

    private final Socket socket;
    private final InputStream replies;

    private RedisProbe(Socket socket) throws IOException {
        this.socket = socket;
        this.replies = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects to a server.
     *
     * @param patience the time limit for the connection, and for each reply
     * @throws IOException if nothing listens there, or not in time
     */
    public static RedisProbe connect(String host, int port, Duration patience) throws IOException {
        var socket = new Socket();
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(patience.toMillis()));
            return new RedisProbe(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Connects to the server of a {@code redis://} or {@code rediss://} address and authenticates as it says.
     *
     * @throws IOException if nothing listens there, its certificate is not trusted, or not in time
     */
    public static RedisProbe connect(URI address, Duration patience) throws IOException {
        int port = address.getPort() == -1 ? DEFAULT_PORT : address.getPort();
        var socket = "rediss".equals(address.getScheme())
                ? SSLSocketFactory.getDefault().createSocket()
                : new Socket();
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.connect(new InetSocketAddress(address.getHost(), port), Math.toIntExact(patience.toMillis()));
            var probe = new RedisProbe(socket);
            var user = address.getUserInfo();
            if (user != null) {
                int colon = user.indexOf(':');
                var password = user.substring(colon + 1);
                probe.ask(
                        colon > 0
                                ? new String[] {"AUTH", user.substring(0, colon), password}
                                : new String[] {"AUTH", password});
            }
            return probe;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Connects to an embedded server.
     *
     * @param password the password of its folder; a server that was started without one ignores it
     */
    static RedisProbe connect(int port, Optional<String> password, Duration patience) throws IOException {
        var probe = connect(EmbeddedRedis.LOOPBACK, port, patience);
        if (password.isPresent()) {
            try {
                probe.ask("AUTH", password.get());
            } catch (IOException e) {
                probe.close();
                throw e;
            }
        }
        return probe;
    }

    /** Returns whether a process accepts connections on this port of the loopback interface. */
    static boolean listens(int port) {
        try {
            connect(EmbeddedRedis.LOOPBACK, port, Duration.ofSeconds(1)).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /**
     * Sends one command and waits for its reply.
     *
     * @return the elements of the reply: one for a status, an error (with its leading {@code -}) or a number, all for a
     *         list
     * @throws IOException if the server closes the connection, does not reply in time or does not speak Redis
     */
    public List<String> ask(String... words) throws IOException {
        var request = new StringBuilder().append('*').append(words.length).append("\r\n");
        for (var word : words) {
            var length = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        var reply = new ArrayList<String>();
        read(reply);
        return List.copyOf(reply);
    }

    /** Returns whether the server serves commands; false while it still loads its data. */
    public boolean ping() throws IOException {
        return ask("PING").equals(List.of("PONG"));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read(List<String> into) throws IOException {
        var line = readLine();
        var rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> into.add(rest);
            case '-' -> into.add(line);
            case '$' -> into.add(readBulk(size(rest)));
            case '*' -> {
                for (int left = size(rest); left > 0; left--) {
                    read(into);
                }
            }
            default -> throw notRedis();
        }
    }

    private String readBulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        var text = new String(replies.readNBytes(length), StandardCharsets.UTF_8);
        replies.skipNBytes(2);
        return text;
    }

    private String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = replies.read(); next != '\n'; next = replies.read()) {
            if (next < 0) {
                throw new EOFException("The server closed the connection.");
            }
            if (line.size() == 1024) {
                throw notRedis();
            }
            line.write(next);
        }
        var text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        if (text.isEmpty()) {
            throw notRedis();
        }
        return text;
    }

    private static int size(String digits) throws IOException {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw notRedis();
        }
    }

    private static IOException notRedis() {
        return new IOException("The server there does not speak Redis.");
    }
}
