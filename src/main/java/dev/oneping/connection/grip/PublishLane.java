package dev.oneping.connection.grip;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The queue of one control port: one request at a time, to keep the order, with all items that arrived in the
 * meantime. A failed request is repeated; a rejected one is split into its items, because one invalid item spoils all.
 * All fields except {@code size} are confined to one event loop.
 */
final class PublishLane {

    private static final Logger LOG = Logger.getLogger(PublishLane.class);

    private static final int MAX_ITEMS = 256;

    /**
     * The maximum size of a batch. Pushpin accepts a million bytes; a single larger item is left for Pushpin to
     * reject.
     */
    private static final int MAX_BYTES = 900_000;

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final RequestOptions target;
    private final GripConfig config;
    private final GripMetrics metrics;
    private final AtomicInteger size = new AtomicInteger();
    private final ArrayDeque<QueuedItem> waiting = new ArrayDeque<>();
    private boolean busy;

    PublishLane(
            Vertx vertx,
            HttpClient client,
            URI control,
            Map<String, String> credentials,
            GripConfig config,
            GripMetrics metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
        this.config = config;
        this.metrics = metrics;
        this.target = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(control.toString())
                .setFollowRedirects(false)
                .setTimeout(config.publishTimeout().toMillis())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json");
        credentials.forEach(target::putHeader);
    }

    /** Queues an item, if there is room; thread-safe. */
    void offer(String json, Consumer<PublishResult> done) {
        if (size.incrementAndGet() > config.waiting()) {
            size.decrementAndGet();
            metrics.dropped();
            done.accept(PublishResult.FAILED);
            return;
        }
        metrics.waits();
        QueuedItem item = new QueuedItem(json, json.getBytes(StandardCharsets.UTF_8).length, done);
        context.runOnContext(ignored -> {
            waiting.add(item);
            next();
        });
    }

    private void next() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        send(batch(), 1);
    }

    private List<QueuedItem> batch() {
        List<QueuedItem> batch = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty()
                && batch.size() < MAX_ITEMS
                && (batch.isEmpty() || bytes + waiting.element().bytes <= MAX_BYTES)) {
            QueuedItem item = waiting.remove();
            bytes += item.bytes;
            batch.add(item);
        }
        return batch;
    }

    private void send(List<QueuedItem> batch, int attempt) {
        post(batch).onComplete(answer -> {
            if (answer.failed()) {
                again(batch, attempt, String.valueOf(answer.cause().getMessage()));
            } else {
                answered(batch, attempt, answer.result());
            }
        });
    }

    private void answered(List<QueuedItem> batch, int attempt, Answer answer) {
        if (answer.status == OK) {
            finish(batch, PublishResult.TAKEN);
        } else if (answer.status >= SERVER_ERROR || answer.status == TOO_MANY_REQUESTS) {
            again(batch, attempt, "status " + answer.status);
        } else if (answer.status == BAD_REQUEST && batch.size() > 1) {
            oneByOne(new ArrayDeque<>(batch));
        } else {
            LOG.errorf(
                    "%s:%d rejects published items: %d %s",
                    target.getHost(), target.getPort(), answer.status, answer.text);
            finish(batch, PublishResult.REFUSED);
        }
    }

    private void again(List<QueuedItem> batch, int attempt, String reason) {
        if (attempt >= config.publishAttempts()) {
            LOG.warnf("publishing to %s:%d failed: %s", target.getHost(), target.getPort(), reason);
            finish(batch, PublishResult.FAILED);
            return;
        }
        metrics.retried();
        long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << (attempt - 1));
        vertx.setTimer(pause, ignored -> context.runOnContext(now -> send(batch, attempt + 1)));
    }

    /**
     * Publishes items individually. Failures are not retried: the proxy that rejected them was reachable a moment ago.
     */
    private void oneByOne(ArrayDeque<QueuedItem> left) {
        QueuedItem item = left.poll();
        if (item == null) {
            busy = false;
            next();
            return;
        }
        post(List.of(item)).onComplete(answer -> {
            boolean taken = answer.succeeded() && answer.result().status == OK;
            if (!taken && answer.succeeded()) {
                LOG.errorf("an item was rejected: %d %s", answer.result().status, answer.result().text);
            }
            report(item, taken ? PublishResult.TAKEN : PublishResult.REFUSED);
            oneByOne(left);
        });
    }

    private Future<Answer> post(List<QueuedItem> batch) {
        StringBuilder body = new StringBuilder("{\"items\":[");
        for (int i = 0; i < batch.size(); i++) {
            body.append(i == 0 ? "" : ",").append(batch.get(i).json);
        }
        Buffer bytes = Buffer.buffer(body.append("]}").toString());
        return client.request(target)
                .compose(request -> request.send(bytes))
                .compose(response -> response.body().map(text -> new Answer(response.statusCode(), text.toString())));
    }

    private void finish(List<QueuedItem> batch, PublishResult outcome) {
        batch.forEach(item -> report(item, outcome));
        busy = false;
        next();
    }

    private void report(QueuedItem item, PublishResult outcome) {
        size.decrementAndGet();
        metrics.done(outcome);
        item.done.accept(outcome);
    }

    private record QueuedItem(String json, int bytes, Consumer<PublishResult> done) {}

    private record Answer(int status, String text) {}
}
