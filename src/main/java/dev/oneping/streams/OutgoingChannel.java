package dev.oneping.streams;

import dev.oneping.streams.link.Disconnected;
import dev.oneping.streams.link.LinkFactory;
import dev.oneping.streams.link.StreamLink;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.helpers.MultiUtils;
import io.smallrye.reactive.messaging.providers.helpers.SenderProcessor;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * An outgoing channel: appends messages in order, pipelined. A message is acknowledged when Redis has stored its
 * entry, and rejected if that did not happen in time; it is then unknown whether the entry was written.
 */
final class OutgoingChannel {

    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    private final OutgoingSettings settings;
    private final Context context;
    private final StreamLink link;
    private final ChannelMeters meters;
    private final Queue<Sending> waiting = new ArrayDeque<>();

    OutgoingChannel(OutgoingSettings settings, Context context, LinkFactory links, MeterRegistry registry) {
        this.settings = settings;
        this.context = context;
        this.meters = new ChannelMeters(registry, settings.channel());
        this.link = links.create(settings.channel(), context, settings.timeout(), this::onConnected);
        context.runOnContext(ignored -> link.open());
    }

    /** The subscriber for messages, which requests at most the in-flight limit. */
    Flow.Subscriber<? extends Message<?>> subscriber() {
        SenderProcessor sender = new SenderProcessor(settings.maxInFlight(), true, this::send);
        return MultiUtils.via(
                sender,
                messages -> messages.onFailure()
                        .invoke(failure -> LOG.errorf(failure, "%s: no more messages are sent", settings.channel())));
    }

    boolean isReady() {
        return link.isOpen();
    }

    void stop() {
        context.runOnContext(ignored -> link.close());
    }

    private Uni<Void> send(Message<?> message) {
        Promise<Void> appended = Promise.promise();
        context.runOnContext(ignored -> append(message, appended));
        return Uni.createFrom()
                .completionStage(appended.future().toCompletionStage())
                .onItemOrFailure()
                .transformToUni((done, failure) ->
                        Uni.createFrom().completionStage(failure == null ? message.ack() : message.nack(failure)));
    }

    private void append(Message<?> message, Promise<Void> appended) {
        Sending sending;
        try {
            String stream = stream(message);
            sending = new Sending(stream, request(stream, message), appended);
        } catch (IllegalArgumentException e) {
            appended.fail(e);
            return;
        }
        if (link.isOpen()) {
            send(sending);
            return;
        }
        waiting.add(sending);
        context.owner().setTimer(settings.timeout().toMillis(), late -> {
            if (waiting.remove(sending)) {
                appended.fail(new Disconnected("no connection within " + settings.timeout()));
            }
        });
    }

    private void onConnected() {
        link.confirm();
        for (Sending next = waiting.poll(); next != null; next = waiting.poll()) {
            send(next);
        }
    }

    private void send(Sending sending) {
        link.send(sending.stream, sending.request, settings.timeout())
                .<Void>mapEmpty()
                .onSuccess(done -> meters.sent.increment())
                .onComplete(sending.appended);
    }

    private String stream(Message<?> message) {
        return message.getMetadata(OutgoingStreamMetadata.class)
                .map(OutgoingStreamMetadata::stream)
                .orElse(settings.stream());
    }

    private Request request(String stream, Message<?> message) {
        Request request = Request.cmd(Command.XADD).arg(stream);
        if (settings.maxLength() > 0) {
            request.arg("MAXLEN").arg("~").arg(settings.maxLength());
        }
        request.arg("*");
        switch (message.getPayload()) {
            case Map<?, ?> fields -> addFields(request, fields);
            case byte[] bytes -> request.arg(settings.payloadField()).arg(bytes);
            case Buffer buffer -> request.arg(settings.payloadField()).arg(buffer);
            case Object text -> request.arg(settings.payloadField()).arg(text.toString());
        }
        return request;
    }

    private static void addFields(Request request, Map<?, ?> fields) {
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("an entry needs at least one field, but the payload is an empty map");
        }
        fields.forEach((name, value) -> request.arg(name.toString()).arg(value.toString()));
    }

    /** A command and the promise of its completion. Compared by identity. */
    private static final class Sending {
        private final String stream;
        private final Request request;
        private final Promise<Void> appended;

        private Sending(String stream, Request request, Promise<Void> appended) {
            this.stream = stream;
            this.request = request;
            this.appended = appended;
        }
    }
}
