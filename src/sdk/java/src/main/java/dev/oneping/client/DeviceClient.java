package dev.oneping.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A device: connects, stays connected, hears pings, and brings answers to the service however often the connection breaks.
 *
 * <pre>{@code
 * DeviceClient me = DeviceClient.builder(URI.create("https://oneping.example.com/"), "phone", () -> fetchToken())
 *         .listener(new DeviceListener() {
 *             public void ping(Ping ping) { show(ping); }
 *         })
 *         .build();
 * me.connect();
 * }</pre>
 *
 * Thread-safe. One thread of its own holds all state; listeners are called there.
 */
public final class DeviceClient implements AutoCloseable {

    private final DeviceLoop loop;

    private DeviceClient(Builder builder) {
        this.loop = new DeviceLoop(builder);
    }

    /** The connection as an app sees it. */
    public enum State {
        IDLE,
        CONNECTING,
        LIVE,
        /** It tries again by itself. */
        WAITING,
        /** It will not try again: the token, the device or the protocol is refused. */
        REFUSED,
        CLOSED
    }

    /**
     * Begins to describe a client.
     *
     * @param device the device's name, the one that its tokens are for
     */
    public static Builder builder(URI service, String device, TokenSource tokens) {
        return new Builder(service, device, tokens);
    }

    /** Connects, and stays connected until {@link #close()}. Idempotent. */
    public void connect() {
        loop.run(loop::connect);
    }

    /** Says goodbye, so that the device is offline at once, and ends the client for good. */
    @Override
    public void close() {
        loop.close();
    }

    /** Makes sure that the connection lives: call it when the network, the screen or the app came back. */
    public void areYouThere() {
        loop.run(loop::wake);
    }

    /** Adds to what is observed, and reports it. */
    public void report(Observations newer) {
        loop.run(() -> loop.report(newer));
    }

    /** A user's answer to a notification; kept until the service has it. */
    public void answer(String id, AckKind kind) {
        loop.run(() -> loop.answer(new Outbox.Answer(id, kind)));
    }

    /** This device cannot show it: the next device is asked at once. */
    public void cannotShow(String id) {
        loop.run(() -> loop.cannotShow(id));
    }

    /** Sends a frame as it is; for frames that this client does not know yet. Lost where there is no connection. */
    public void send(Map<String, Object> frame) {
        loop.run(() -> loop.say(frame));
    }

    /** Returns the state of the connection, as of now. */
    public State state() {
        return ask(loop::state);
    }

    /** Returns what is shown on this device, the oldest first. */
    public List<Ping> shown() {
        return ask(loop::shown);
    }

    private <T> T ask(Callable<T> question) {
        try {
            return loop.ask(question).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Describes a client. */
    public static final class Builder {
        final URI service;
        final String device;
        final TokenSource tokens;
        String platform = "java";
        List<Transport> transports = List.of(new WebSocketTransport(), new PollTransport());
        DeviceListener listener = new DeviceListener() {};
        Outbox outbox = Outbox.inMemory();
        Random random = new Random();

        private Builder(URI service, String device, TokenSource tokens) {
            this.service = Objects.requireNonNull(service, "service");
            this.device = Objects.requireNonNull(device, "device");
            this.tokens = Objects.requireNonNull(tokens, "tokens");
        }

        /** Such as {@code android} or {@code desktop}; {@code java} by default. */
        public Builder platform(String name) {
            this.platform = name;
            return this;
        }

        /** In the order in which they are tried; WebSocket, then long polls by default. */
        public Builder transports(Transport... ways) {
            this.transports = List.of(ways);
            return this;
        }

        public Builder listener(DeviceListener hears) {
            this.listener = hears;
            return this;
        }

        /** In memory by default. */
        public Builder outbox(Outbox keeps) {
            this.outbox = keeps;
            return this;
        }

        /** For tests that want the same pauses each time. */
        public Builder random(Random source) {
            this.random = source;
            return this;
        }

        /** Makes the client; nothing is opened until {@link DeviceClient#connect()}. */
        public DeviceClient build() {
            return new DeviceClient(this);
        }
    }
}
