package dev.oneping.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Redis server counts itself.
 *
 * @param scripts  scripts that it ran
 * @param commands commands that it executed, those within scripts included
 * @param bytesIn  bytes that it received
 * @param stored   bytes that its data takes in memory
 */
record RedisCounters(long scripts, long commands, long bytesIn, long stored) {

    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(10).toMillis();

    /** Asks the server at a port of this machine. */
    static RedisCounters at(int port, Optional<String> password) {
        String info = info(port, password);
        long scripts = 0;
        long commands = 0;
        Matcher calls = CALLS.matcher(info);
        while (calls.find()) {
            long count = Long.parseLong(calls.group(2));
            commands += count;
            scripts += calls.group(1).startsWith("eval") ? count : 0;
        }
        return new RedisCounters(
                scripts, commands, number(info, "total_net_input_bytes"), number(info, "used_memory_dataset"));
    }

    RedisCounters minus(RedisCounters before) {
        return new RedisCounters(
                scripts - before.scripts, commands - before.commands, bytesIn - before.bytesIn, stored - before.stored);
    }

    private static long number(String info, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":(\\d+)").matcher(info);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private static String info(int port, Optional<String> password) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (password.isPresent()) {
                say(socket, "AUTH " + password.get());
                in.skipNBytes("+OK\r\n".length());
            }
            say(socket, "INFO everything");
            StringBuilder length = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (Character.isDigit(next)) {
                    length.append((char) next);
                }
            }
            byte[] text = new byte[Integer.parseInt(length.toString())];
            in.readFully(text);
            return new String(text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Redis at port " + port + " does not say what it counts: " + e, e);
        }
    }

    private static void say(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
