package dev.oneping.streams;

import dev.oneping.streams.link.Disconnected;
import dev.oneping.streams.link.StreamEntry;
import dev.oneping.streams.link.StreamLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Acknowledges entries in batches: one command per stream covers all entries handled while the previous command was
 * in flight, so that a single acknowledgement is sent at once and many are sent together. Acknowledgements lost with
 * a connection are sent again.
 */
final class AckBatcher {

    private final String group;
    private final StreamLink link;
    private final Duration timeout;
    private Map<String, List<Ack>> waiting = new HashMap<>();
    private int inFlight;

    AckBatcher(String group, StreamLink link, Duration timeout) {
        this.group = group;
        this.link = link;
        this.timeout = timeout;
    }

    /** Completes when Redis has taken the acknowledgement. */
    Future<Void> add(StreamEntry.Place place) {
        Ack ack = new Ack(place.id(), Promise.promise());
        waiting.computeIfAbsent(place.stream(), stream -> new ArrayList<>()).add(ack);
        flush();
        return ack.done.future();
    }

    /** Sends pending acknowledgements if no command is in flight. Must be called again after reconnecting. */
    void flush() {
        if (inFlight > 0 || waiting.isEmpty() || !link.isOpen()) {
            return;
        }
        Map<String, List<Ack>> batch = waiting;
        waiting = new HashMap<>();
        inFlight = batch.size();
        batch.forEach(this::send);
    }

    private void send(String stream, List<Ack> acks) {
        Request request = Request.cmd(Command.XACK).arg(stream).arg(group);
        acks.forEach(ack -> request.arg(ack.id));
        link.send(stream, request, timeout).onComplete(result -> {
            inFlight--;
            if (result.succeeded()) {
                acks.forEach(ack -> ack.done.complete());
            } else if (result.cause() instanceof Disconnected) {
                waiting.computeIfAbsent(stream, key -> new ArrayList<>()).addAll(acks);
            } else {
                acks.forEach(ack -> ack.done.fail(result.cause()));
            }
            flush();
        });
    }

    private record Ack(String id, Promise<Void> done) {}
}
