package dev.oneping.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shapes of the keys in a Redis: a key without the parts that are ids. {@code {s12}:ntf:acme:ntf_1} has the shape
 * {@code {s}:ntf}, {@code group:{acme}:ops} has {@code group}, {@code oneping:ticket:1f} has {@code oneping:ticket}.
 */
public final class KeyShapes {

    private static final Pattern SHAPE =
            Pattern.compile("^((?:\\{s(?:\\d+)?}|\\{rules}):[a-z-]+|oneping:[a-z-]+|[a-z-]+(?=:)).*", Pattern.DOTALL);

    private KeyShapes() {}

    /** Returns the shape of a key, or the key itself where it has none. */
    public static String of(String key) {
        Matcher found = SHAPE.matcher(key);
        return found.matches() ? found.group(1).replaceFirst("^\\{s\\d+}", "{s}") : key;
    }

    /** Appends each shape that a Redis on this machine holds, with its type, to a file: {@code shape type}, one a line. */
    public static void record(int port, Path file) throws IOException {
        Map<String, String> samples = new TreeMap<>();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            for (String key : keys(socket, answers)) {
                samples.putIfAbsent(of(key), key);
            }
            List<String> lines = new ArrayList<>();
            for (Map.Entry<String, String> sample : samples.entrySet()) {
                say(socket, "TYPE", sample.getValue());
                lines.add(sample.getKey() + " " + line(answers).substring(1));
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
        }
    }

    private static List<String> keys(Socket socket, InputStream answers) throws IOException {
        say(socket, "KEYS", "*");
        int count = Integer.parseInt(line(answers).substring(1));
        List<String> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = Integer.parseInt(line(answers).substring(1));
            keys.add(new String(answers.readNBytes(length), StandardCharsets.UTF_8));
            answers.skipNBytes(2);
        }
        return keys;
    }

    private static void say(Socket socket, String command, String argument) throws IOException {
        byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
        String head = "*2\r\n$" + command.length() + "\r\n" + command + "\r\n$" + bytes.length + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream answers) throws IOException {
        var line = new StringBuilder();
        for (int next = answers.read(); next != '\r'; next = answers.read()) {
            if (next < 0) {
                throw new IOException("Redis closed the connection");
            }
            line.append((char) next);
        }
        answers.skipNBytes(1);
        return line.toString();
    }
}
