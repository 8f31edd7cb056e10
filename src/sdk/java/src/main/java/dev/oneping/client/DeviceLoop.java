package dev.oneping.client;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of a {@link DeviceClient}, with all of its state: does what {@link Link} decides, and deals with frames. Every method
 * but {@link #run}, {@link #ask} and {@link #close} runs on that thread.
 */
final class DeviceLoop {

    private static final int HELLO_MOST = 100;

    private final URI service;
    private final String device;
    private final String platform;
    private final TokenSource tokens;
    private final List<Transport> transports;
    private final DeviceListener listener;
    private final Outbox outbox;
    private final Random random;
    private final ScheduledExecutorService loop;
    private final ExecutorService fetching;

    private Link link = Link.idle();
    private Transport.Way way;
    private ScheduledFuture<?> alarm;
    private String token;
    private Observations observed = Observations.none();
    private long seq;
    private final Map<String, Ping> shown = new LinkedHashMap<>();
    /** What each ping that is under way will confirm when its pong comes. */
    private final Deque<List<Outbox.Answer>> pings = new ArrayDeque<>();

    DeviceLoop(DeviceClient.Builder builder) {
        this.service = builder.service.getPath().endsWith("/") ? builder.service : URI.create(builder.service + "/");
        this.device = builder.device;
        this.platform = builder.platform;
        this.tokens = builder.tokens;
        this.transports = List.copyOf(builder.transports);
        this.listener = builder.listener;
        this.outbox = builder.outbox;
        this.random = builder.random;
        this.loop = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "oneping-" + device));
        this.fetching = Executors.newSingleThreadExecutor(task -> daemon(task, "oneping-token-" + device));
    }

    /** Runs something on the thread; nothing where the client is closed. */
    void run(Runnable task) {
        if (!loop.isShutdown()) {
            loop.execute(task);
        }
    }

    <T> Future<T> ask(Callable<T> question) {
        return loop.submit(question);
    }

    void close() {
        run(() -> happen(new Link.Close()));
        loop.shutdown();
        fetching.shutdown();
    }

    void connect() {
        happen(new Link.Connect());
    }

    void wake() {
        happen(new Link.Wake());
    }

    DeviceClient.State state() {
        return DeviceClient.State.valueOf(link.phase().name());
    }

    List<Ping> shown() {
        return List.copyOf(shown.values());
    }

    void report(Observations newer) {
        observed = observed.and(newer);
        Map<String, Object> frame = frame("report");
        frame.put("seq", ++seq);
        frame.putAll(observed());
        say(frame);
    }

    void answer(Outbox.Answer answer) {
        outbox.add(answer);
        shown.remove(answer.id());
        deliver(List.of(answer));
    }

    void cannotShow(String id) {
        shown.remove(id);
        Map<String, Object> frame = frame("nack");
        frame.put("id", id);
        say(frame);
    }

    private void happen(Link.Event event) {
        Link.Phase before = link.phase();
        Link.Step step = link.step(event, System.currentTimeMillis(), random.nextDouble(), transports.size());
        boolean timer = !Objects.equals(step.link().due(), link.due());
        link = step.link();
        if (timer) {
            setAlarm();
        }
        step.effects().forEach(this::perform);
        if (link.phase() != before) {
            listener.state(DeviceClient.State.valueOf(link.phase().name()));
        }
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = link.due() == null || loop.isShutdown()
                ? null
                : loop.schedule(
                        this::alarmed, Math.max(0, link.due() - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
    }

    /** A timer may be a fraction of a millisecond early; then nothing is due yet, and it must be set again. */
    private void alarmed() {
        if (link.due() != null && System.currentTimeMillis() < link.due()) {
            setAlarm();
        } else {
            happen(new Link.Timer());
        }
    }

    private void perform(Link.Effect effect) {
        switch (effect) {
            case GET_TOKEN -> fetchToken(false);
            case GET_NEW_TOKEN -> fetchToken(true);
            case DIAL -> dial();
            case PING -> say(frame("ping"));
            case HANG_UP -> hangUp(false);
            case SAY_BYE_AND_HANG_UP -> hangUp(true);
            case GREETED -> {
                List<Outbox.Answer> left = outbox.list();
                if (left.size() > HELLO_MOST) {
                    deliver(left.subList(HELLO_MOST, left.size()));
                }
            }
        }
    }

    private void fetchToken(boolean anew) {
        int dial = link.dial();
        if (token != null && !anew) {
            happen(new Link.TokenReady(dial));
            return;
        }
        fetching.execute(() -> {
            try {
                String fetched = tokens.get();
                loop.execute(() -> {
                    token = fetched;
                    happen(new Link.TokenReady(dial));
                });
            } catch (TokenSource.Refused refused) {
                loop.execute(() -> happen(new Link.NoToken(dial, true, String.valueOf(refused.getMessage()))));
            } catch (Exception problem) {
                loop.execute(() -> happen(new Link.NoToken(dial, false, String.valueOf(problem.getMessage()))));
            }
        });
    }

    private void dial() {
        int dial = link.dial();
        List<Outbox.Answer> kept = outbox.list();
        List<Outbox.Answer> acks = kept.subList(0, Math.min(HELLO_MOST, kept.size()));
        way = transports.get(link.way()).open(service, token, Json.write(hello(acks)), new Transport.Listener() {
            @Override
            public void frame(Map<String, Object> frame) {
                run(() -> received(dial, frame, acks));
            }

            @Override
            public void lost(Transport.Loss loss) {
                run(() -> happen(new Link.Lost(dial, loss)));
            }
        });
    }

    private Map<String, Object> hello(List<Outbox.Answer> acks) {
        Map<String, Object> hello = frame("hello");
        hello.put("device", device);
        hello.put("platform", platform);
        Map<String, Object> report = new LinkedHashMap<>(observed());
        report.put("seq", ++seq);
        hello.put("report", report);
        hello.put("resume", link.epoch() == null ? Map.of() : Map.of("epoch", link.epoch(), "offset", link.offset()));
        if (!shown.isEmpty()) {
            List<String> ids = new ArrayList<>(shown.keySet());
            hello.put("shown", ids.subList(Math.max(0, ids.size() - HELLO_MOST), ids.size()));
        }
        if (!acks.isEmpty()) {
            hello.put(
                    "acks",
                    acks.stream()
                            .map(ack ->
                                    Map.of("id", ack.id(), "kind", ack.kind().wire()))
                            .toList());
        }
        return hello;
    }

    /** What is observed, with the promise that this client says {@code received}. */
    private Map<String, Object> observed() {
        Map<String, Object> all = new LinkedHashMap<>(observed.fields());
        List<Object> capabilities = new ArrayList<>(List.of("receipts"));
        if (all.get("capabilities") instanceof Collection<?> own) {
            capabilities.addAll(own);
        }
        all.put("capabilities", capabilities.stream().distinct().toList());
        return all;
    }

    private void hangUp(boolean bye) {
        if (way != null) {
            way.end(bye);
        }
        way = null;
        pings.clear();
    }

    private void received(int dial, Map<String, Object> frame, List<Outbox.Answer> acks) {
        if (dial != link.dial()) {
            return;
        }
        listener.frame(frame);
        String type = String.valueOf(frame.get("type"));
        long offset = frame.get("offset") instanceof Number number ? number.longValue() : 0;
        boolean known = link.knows(offset);
        switch (type) {
            case "welcome" -> welcomed(dial, frame, acks);
            case "goaway" -> happen(new Link.GoAway(dial, number(frame, "reconnect_after_ms")));
            default -> happen(new Link.Heard(dial, offset));
        }
        if (!known) {
            dealWith(type, frame);
        }
    }

    private void welcomed(int dial, Map<String, Object> frame, List<Outbox.Answer> acks) {
        Map<?, ?> resume = frame.get("resume") instanceof Map<?, ?> map ? map : Map.of();
        outbox.remove(acks);
        if (frame.get("handled") instanceof Collection<?> handled) {
            handled.forEach(id -> retracted(String.valueOf(id), "handled"));
        }
        happen(new Link.Welcomed(
                dial,
                String.valueOf(frame.get("session")),
                number(frame, "heartbeat_ms"),
                resume.get("epoch") instanceof String epoch ? epoch : null,
                resume.get("offset") instanceof Number offset ? offset.longValue() : 0,
                Boolean.TRUE.equals(resume.get("recovered"))));
    }

    private void dealWith(String type, Map<String, Object> frame) {
        switch (type) {
            case "notify" -> notified(Ping.of(frame));
            case "retract" -> retracted(String.valueOf(frame.get("id")), String.valueOf(frame.get("reason")));
            case "pong" -> {
                List<Outbox.Answer> confirmed = pings.poll();
                if (confirmed != null) {
                    outbox.remove(confirmed);
                }
            }
            case "error" -> listener.problem(String.valueOf(frame.get("code")), String.valueOf(frame.get("detail")));
            default -> {
                // A frame that only its listener knows, or one of a newer service.
            }
        }
    }

    private void notified(Ping ping) {
        Map<String, Object> receipt = frame("ack");
        receipt.put("id", ping.id());
        receipt.put("kind", AckKind.RECEIVED.wire());
        say(receipt);
        Ping before = shown.get(ping.id());
        if (ping.collapseKey() != null) {
            shown.values().removeIf(one -> ping.collapseKey().equals(one.collapseKey()));
        }
        shown.put(ping.id(), ping);
        // What is shown already is not announced again, unless it rings as a new attempt.
        if (before == null || (ping.ring() && before.attempt() != ping.attempt())) {
            listener.ping(ping);
        }
    }

    private void retracted(String id, String reason) {
        if (shown.remove(id) != null) {
            listener.retract(id, reason);
        }
    }

    void say(Map<String, Object> frame) {
        if (link.phase() == Link.Phase.LIVE && way != null) {
            if ("ping".equals(frame.get("type"))) {
                pings.add(List.of());
            }
            way.send(Json.write(frame));
        }
    }

    /** Sends answers. A WebSocket confirms nothing, so a ping follows: its pong says that what came before was read. */
    private void deliver(List<Outbox.Answer> answers) {
        if (link.phase() != Link.Phase.LIVE || way == null) {
            return;
        }
        Transport.Way by = way;
        CompletableFuture<?>[] sent = answers.stream()
                .map(answer -> {
                    Map<String, Object> frame = frame("ack");
                    frame.put("id", answer.id());
                    frame.put("kind", answer.kind().wire());
                    return by.send(Json.write(frame)).toCompletableFuture();
                })
                .toArray(CompletableFuture<?>[]::new);
        if (by.confirms()) {
            CompletableFuture.allOf(sent).thenRun(() -> outbox.remove(answers));
        } else {
            pings.add(List.copyOf(answers));
            by.send("{\"type\":\"ping\"}");
        }
    }

    private static long number(Map<String, Object> frame, String name) {
        return frame.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static Map<String, Object> frame(String type) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", type);
        return frame;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
