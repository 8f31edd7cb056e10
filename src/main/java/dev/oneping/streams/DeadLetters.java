package dev.oneping.streams;

import dev.oneping.streams.link.StreamEntry;
import dev.oneping.streams.link.StreamLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/**
 * Copies entries to a stream beside their own, with the reason, for inspection. A crash between the copy and the
 * acknowledgement may copy an entry twice, but never loses one.
 */
final class DeadLetters {

    private final IncomingSettings settings;
    private final StreamLink link;
    private final ChannelMeters meters;

    DeadLetters(IncomingSettings settings, StreamLink link, ChannelMeters meters) {
        this.settings = settings;
        this.link = link;
        this.meters = meters;
    }

    Future<Void> add(StreamEntry entry, String reason) {
        Request request = Request.cmd(Command.XADD)
                .arg(entry.place().stream() + settings.deadLetterSuffix())
                .arg("MAXLEN")
                .arg("~")
                .arg(settings.deadLetterMaxLength())
                .arg("*");
        entry.fields().forEach((name, value) -> request.arg(name).arg(value));
        request.arg("dead-letter-reason").arg(reason);
        request.arg("dead-letter-stream").arg(entry.place().stream());
        request.arg("dead-letter-id").arg(entry.place().id());
        request.arg("dead-letter-deliveries").arg(entry.deliveries());
        return link.send(entry.place().stream(), request, settings.timeout())
                .onSuccess(id -> meters.deadLettered.increment())
                .mapEmpty();
    }
}
