package dev.oneping.streams;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads new entries for the group; blocks in Redis while there are none. */
final class GroupReader {

    private final IncomingSettings settings;
    private final StreamConnection link;
    private final ChannelMeters meters;
    private final Duration limit;
    private long busyUntil = System.nanoTime();

    GroupReader(IncomingSettings settings, StreamConnection link, ChannelMeters meters) {
        this.settings = settings;
        this.link = link;
        this.meters = meters;
        this.limit = settings.block().plus(settings.timeout());
    }

    /**
     * Reads at most {@code room} entries, in the order of each stream; none if nothing arrived in time. If the last
     * read returned entries, this one first lingers to collect more, so that entries share the cost of a read under
     * load.
     */
    Future<List<StreamEntry>> next(int room) {
        long wait = Duration.ofNanos(busyUntil - System.nanoTime()).toMillis();
        Future<Void> gathered = wait > 0 ? link.pause(wait) : Future.succeededFuture();
        return gathered.compose(
                        ignored -> link.send(request(room / settings.streams().size()), limit))
                .map(this::entries);
    }

    /** Divides the room among the streams, since COUNT applies to each stream. */
    private Request request(int each) {
        Request request = Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(settings.group())
                .arg(settings.consumer())
                .arg("COUNT")
                .arg(each)
                .arg("BLOCK")
                .arg(settings.block().toMillis())
                .arg("STREAMS");
        settings.streams().forEach(request::arg);
        settings.streams().forEach(stream -> request.arg(">"));
        return request;
    }

    private List<StreamEntry> entries(@Nullable Response answer) {
        List<StreamEntry> entries = new ArrayList<>();
        if (answer != null) {
            for (Response stream : answer) {
                String key = stream.get(0).toString();
                stream.get(1).forEach(entry -> entries.add(StreamEntry.read(key, entry, 1)));
            }
        }
        if (!entries.isEmpty()) {
            meters.received.increment(entries.size());
            busyUntil = System.nanoTime() + settings.linger().toNanos();
        }
        return entries;
    }
}
