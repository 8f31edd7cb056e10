package dev.oneping.streams;

import dev.oneping.streams.link.StreamEntry;
import dev.oneping.streams.link.StreamLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads new entries for the group; blocks in Redis while there are none, or polls if the link cannot block.
 */
final class GroupReader {

    private final IncomingSettings settings;
    private final StreamLink link;
    private final ChannelMeters meters;
    private final Duration limit;

    /** The pause after a poll without entries, which is the delay of an entry. */
    private static final long POLL_MS = 50;

    private long busyUntil = System.nanoTime();

    GroupReader(IncomingSettings settings, StreamLink link, ChannelMeters meters) {
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
        int each = room / settings.streams().size();
        return gathered.compose(ignored -> link.canBlock() ? read(settings.streams(), each) : poll(each))
                .map(this::count);
    }

    private Future<List<StreamEntry>> poll(int each) {
        return Future.all(link.groups(settings.streams()).stream()
                        .map(streams -> read(streams, each))
                        .toList())
                .map(all -> all.<List<StreamEntry>>list().stream()
                        .flatMap(List::stream)
                        .toList())
                .compose(entries ->
                        entries.isEmpty() ? link.pause(POLL_MS).map(entries) : Future.succeededFuture(entries));
    }

    private Future<List<StreamEntry>> read(List<String> streams, int each) {
        return link.send(streams.getFirst(), request(streams, each), limit).map(GroupReader::entries);
    }

    /** Divides the room among the streams, since COUNT applies to each stream. */
    private Request request(List<String> streams, int each) {
        Request request = Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(settings.group())
                .arg(settings.consumer())
                .arg("COUNT")
                .arg(each);
        if (link.canBlock()) {
            request.arg("BLOCK").arg(settings.block().toMillis());
        }
        request.arg("STREAMS");
        streams.forEach(request::arg);
        streams.forEach(stream -> request.arg(">"));
        return request;
    }

    private static List<StreamEntry> entries(@Nullable Response answer) {
        List<StreamEntry> entries = new ArrayList<>();
        if (answer != null) {
            for (Response stream : answer) {
                String key = stream.get(0).toString();
                stream.get(1).forEach(entry -> entries.add(StreamEntry.read(key, entry, 1)));
            }
        }
        return entries;
    }

    private List<StreamEntry> count(List<StreamEntry> entries) {
        if (!entries.isEmpty()) {
            meters.received.increment(entries.size());
            busyUntil = System.nanoTime() + settings.linger().toNanos();
        }
        return entries;
    }
}
