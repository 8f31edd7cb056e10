package dev.oneping.streams;

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
 * Acknowledges entries, one command a stream for all that were handled while the last command was on its way: alone an
 * acknowledgement goes at once, under load they go together. What a broken connection leaves open is sent again.
 */
final class AckBatcher {

    private final String group;
    private final StreamConnection link;
    private final Duration timeout;
    private Map<String, List<Ack>> waiting = new HashMap<>();
    private int underWay;

    AckBatcher(String group, StreamConnection link, Duration timeout) {
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

    /** Sends what waits, if nothing is on its way. To be called again when the connection stands. */
    void flush() {
        if (underWay > 0 || waiting.isEmpty() || !link.isOpen()) {
            return;
        }
        Map<String, List<Ack>> batch = waiting;
        waiting = new HashMap<>();
        underWay = batch.size();
        batch.forEach(this::send);
    }

    private void send(String stream, List<Ack> acks) {
        Request request = Request.cmd(Command.XACK).arg(stream).arg(group);
        acks.forEach(ack -> request.arg(ack.id));
        link.send(request, timeout).onComplete(result -> {
            underWay--;
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
