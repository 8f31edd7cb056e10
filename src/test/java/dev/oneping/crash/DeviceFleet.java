package dev.oneping.crash;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many users with one device each, on one event loop: devices connect, send hello, answer pings, and record how their
 * connection ended.
 */
final class DeviceFleet implements AutoCloseable {

    private static final int AT_ONCE = 50;
    private static final int PAUSE_MS = 200;
    private static final int SECOND_MS = 1_000;
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern PAUSE = Pattern.compile("\"reconnect_after_ms\":(\\d+)");
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"(\\w+)\"");
    private static final String HELLO = """
            {"type":"hello","device":"laptop","platform":"web",\
            "report":{"seq":1,"attention":{"visible":true,"focused":true,"idle_ms":0,"screen":"unlocked"}}}""";

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(10_000));
    private final Map<String, String> tokens;
    private final Map<String, WebSocket> sockets = new ConcurrentHashMap<>();
    private final Map<String, List<String>> shown = new ConcurrentHashMap<>();
    private final Map<String, Long> pauses = new ConcurrentHashMap<>();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final Map<Integer, AtomicInteger> endings = new ConcurrentHashMap<>();

    /** People by name, each with a token of the device. */
    DeviceFleet(Map<String, String> tokens) {
        this.tokens = Map.copyOf(tokens);
    }

    /**
     * Connects somebody whose client can resume.
     *
     * @param epoch what it goes on with; empty if it is new
     * @return what it can go on with next time
     */
    String connectToResume(URI node, String user, String epoch) throws Exception {
        String cursor = epoch.isEmpty() ? "{}" : "{\"epoch\":\"" + epoch + "\",\"offset\":0}";
        String hello = HELLO.replaceFirst("\\{", Matcher.quoteReplacement("{\"resume\":" + cursor + ","));
        String welcome = await(connect(node, user, hello));
        Matcher found = EPOCH.matcher(welcome);
        if (!found.find()) {
            throw new AssertionError(welcome);
        }
        return found.group(1);
    }

    /** Connects those people to a node, some at a time, and returns when all of them are welcome. */
    void connect(URI node, List<String> people) throws Exception {
        for (int first = 0; first < people.size(); first += AT_ONCE) {
            List<Future<?>> welcomes = new ArrayList<>();
            for (String user : people.subList(first, Math.min(people.size(), first + AT_ONCE))) {
                welcomes.add(connect(node, user, HELLO));
            }
            await(Future.all(welcomes));
        }
    }

    /** Closes somebody's connection without a good-bye, as a page does that is loaded anew. */
    void close(String user) throws Exception {
        await(sockets.get(user).close());
    }

    /** Returns whether any device was shown a notification. */
    boolean hasSeen(String notification) {
        return shown.values().stream().flatMap(List::stream).anyMatch(frame -> frame.contains(notification));
    }

    /** Returns all notifications shown on a user's device, in order and with repetitions. */
    List<String> shownTo(String user) {
        return List.copyOf(shown.getOrDefault(user, List.of()));
    }

    /** Returns the number of rejected connection attempts of a user. */
    int turnedAway() {
        return turnedAway.get();
    }

    /** Everybody who was sent away comes to that node, after the time that each was told; returns when all are welcome. */
    void comeBack(URI node) throws Exception {
        List<Future<?>> welcomes = new ArrayList<>();
        pauses.forEach((user, pause) -> welcomes.add(
                vertx.timer(Math.max(1, pause), TimeUnit.MILLISECONDS).compose(ignored -> connect(node, user, HELLO))));
        await(Future.all(welcomes));
    }

    /** Returns the number of connections that the server closed with a code. */
    int ended(int code) {
        return endings.getOrDefault(code, new AtomicInteger()).get();
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }

    /** Reconnects a rejected device after its Retry-After, until the test stops waiting for it. */
    private Future<String> connect(URI node, String user, String hello) {
        return greet(node, user, hello)
                .recover(refused -> vertx.timer(pause(refused), TimeUnit.MILLISECONDS)
                        .compose(ignored -> connect(node, user, hello)));
    }

    /** With a random part of a second more than the whole seconds that it was told. */
    private long pause(Throwable refused) {
        String told = refused instanceof UpgradeRejectedException answer && answer.getHeaders() != null
                ? answer.getHeaders().get("Retry-After")
                : null;
        if (told == null) {
            return PAUSE_MS;
        }
        turnedAway.incrementAndGet();
        return Long.parseLong(told) * SECOND_MS + ThreadLocalRandom.current().nextInt(SECOND_MS);
    }

    private Future<String> greet(URI node, String user, String hello) {
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setHost(node.getHost())
                .setPort(node.getPort())
                .setURI("/v1/connect")
                .addHeader("Authorization", "Bearer " + tokens.get(user));
        return client.connect(to).compose(socket -> {
            Promise<String> welcome = Promise.promise();
            socket.textMessageHandler(frame -> {
                if (frame.contains("\"type\":\"welcome\"")) {
                    welcome.tryComplete(frame);
                } else if (frame.contains("\"type\":\"notify\"")) {
                    shown.computeIfAbsent(user, ignored -> new CopyOnWriteArrayList<>())
                            .add(frame);
                } else if (frame.contains("\"type\":\"goaway\"")) {
                    Matcher pause = PAUSE.matcher(frame);
                    pauses.put(user, pause.find() ? Long.parseLong(pause.group(1)) : 0);
                }
            });
            socket.closeHandler(ended -> {
                Short code = socket.closeStatusCode();
                welcome.tryFail("closed with " + code);
                endings.computeIfAbsent(code == null ? 0 : (int) code, ignored -> new AtomicInteger())
                        .incrementAndGet();
            });
            sockets.put(user, socket);
            return socket.writeTextMessage(hello).compose(said -> welcome.future());
        });
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
