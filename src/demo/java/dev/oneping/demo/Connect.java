package dev.oneping.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One device in a terminal: {@code ./oneping connect TOKEN}. Connects as a laptop in use, prints every frame, and sends
 * typed input: {@code acted ntf_…}, {@code seen ntf_…}, {@code dismissed ntf_…}, or a frame as JSON.
 */
public final class Connect implements WebSocket.Listener {

    private static final Set<String> ACKS = Set.of("received", "seen", "acted", "dismissed");
    private static final Pattern DEVICE = Pattern.compile("\"device\":\"([^\"]+)\"");

    private final StringBuilder partial = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Connect() {}

    /** Connects with the token of the first argument to the service at {@code ONEPING_URL}. */
    public static void main(String... args) throws InterruptedException {
        if (args.length != 1 || args[0].split("\\.", -1).length != 3) {
            System.err.println("usage: ./oneping connect TOKEN   (a token comes from POST /v1/tokens)");
            System.exit(2);
        }
        String service = System.getenv().getOrDefault("ONEPING_URL", "http://localhost:8080");
        Connect listener = new Connect();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + args[0])
                .buildAsync(URI.create(service.replaceFirst("^http", "ws") + "/v1/connect"), listener)
                .join();
        socket.sendText("""
                {"type":"hello","device":"%s","platform":"terminal","report":{"seq":1,"attention":\
                {"visible":true,"focused":true,"idle_ms":0,"screen":"unlocked"}}}""".formatted(deviceOf(args[0])), true);
        Thread.ofVirtual().start(() -> sendWhatIsTyped(socket));
        listener.ended.await();
    }

    /** Reads the user and device from the token. */
    private static String deviceOf(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        Matcher device = DEVICE.matcher(claims);
        return device.find() ? device.group(1) : "terminal";
    }

    private static void sendWhatIsTyped(WebSocket socket) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.strip().split("\\s+", 2);
                boolean ack = words.length == 2 && ACKS.contains(words[0]);
                String frame =
                        ack ? "{\"type\":\"ack\",\"id\":\"%s\",\"kind\":\"%s\"}".formatted(words[1], words[0]) : line;
                socket.sendText(frame, true).join();
            }
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        } catch (IOException e) {
            System.err.println("the connection can no longer be read: " + e.getMessage());
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            System.out.println(partial);
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        System.out.println("closed: " + code + " " + reason);
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        System.out.println("lost: " + error);
        ended.countDown();
    }
}
