package dev.oneping.streams;

import dev.oneping.streams.link.StreamEntry;
import dev.oneping.streams.link.StreamLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reclaims pending entries: those of a crashed consumer, those rejected for redelivery, and those assigned to this
 * consumer in a reply that never arrived.
 *
 * <p>Uses XPENDING and XCLAIM instead of XAUTOCLAIM, which reports neither the delivery count of an entry nor, before
 * Redis 7, which entries were trimmed from the stream while pending.
 */
final class PendingReclaimer {

    private static final Logger LOG = Logger.getLogger(PendingReclaimer.class);

    private final IncomingSettings settings;
    private final StreamLink link;
    private final InFlight inFlight;
    private final ChannelMeters meters;

    PendingReclaimer(IncomingSettings settings, StreamLink link, InFlight inFlight, ChannelMeters meters) {
        this.settings = settings;
        this.link = link;
        this.inFlight = inFlight;
        this.meters = meters;
    }

    /** Claims entries that are pending under this consumer's name and not in flight here. */
    Future<Claimed> ownPending(int limit) {
        return take(Duration.ZERO, settings.consumer(), limit);
    }

    /** Claims entries that have been idle for the configured time. */
    Future<Claimed> idlePending(int limit) {
        return take(settings.claimIdle(), null, limit);
    }

    private Future<Claimed> take(Duration idle, @Nullable String owner, int limit) {
        List<Future<List<Pending>>> asked = settings.streams().stream()
                .map(stream -> pending(stream, idle, owner))
                .toList();
        return Future.all(asked).compose(all -> {
            List<Pending> found = all.<List<Pending>>list().stream()
                    .flatMap(List::stream)
                    .filter(pending -> !inFlight.contains(pending.place))
                    .toList();
            List<Pending> chosen = found.subList(0, Math.min(limit, found.size()));
            return claim(chosen, idle).map(entries -> new Claimed(entries, found.size() > limit));
        });
    }

    /** Lists as many pending entries as may be in flight, so that those in flight cannot hide the others. */
    private Future<List<Pending>> pending(String stream, Duration idle, @Nullable String owner) {
        Request request = Request.cmd(Command.XPENDING).arg(stream).arg(settings.group());
        if (!idle.isZero()) {
            request.arg("IDLE").arg(idle.toMillis());
        }
        request.arg("-").arg("+").arg(settings.maxInFlight());
        if (owner != null) {
            request.arg(owner);
        }
        return link.send(stream, request, settings.timeout()).map(answer -> {
            List<Pending> found = new ArrayList<>();
            items(answer)
                    .forEach(item -> found.add(new Pending(
                            new StreamEntry.Place(stream, item.get(0).toString()),
                            item.get(3).toInteger())));
            return found;
        });
    }

    private Future<List<StreamEntry>> claim(List<Pending> chosen, Duration idle) {
        Map<String, List<Pending>> byStream = new HashMap<>();
        chosen.forEach(pending -> byStream.computeIfAbsent(pending.place.stream(), stream -> new ArrayList<>())
                .add(pending));
        List<Future<List<StreamEntry>>> claims = byStream.entrySet().stream()
                .map(of -> claim(of.getKey(), of.getValue(), idle))
                .toList();
        return Future.all(claims)
                .map(all -> all.<List<StreamEntry>>list().stream()
                        .flatMap(List::stream)
                        .toList());
    }

    private Future<List<StreamEntry>> claim(String stream, List<Pending> chosen, Duration idle) {
        Map<String, Integer> deliveries = new HashMap<>();
        Request request = Request.cmd(Command.XCLAIM)
                .arg(stream)
                .arg(settings.group())
                .arg(settings.consumer())
                .arg(idle.toMillis());
        chosen.forEach(pending -> {
            deliveries.put(pending.place.id(), pending.deliveries);
            request.arg(pending.place.id());
        });
        return link.send(stream, request, settings.timeout()).map(answer -> {
            List<StreamEntry> entries = new ArrayList<>();
            for (Response item : items(answer)) {
                Integer before = deliveries.remove(item.get(0).toString());
                entries.add(StreamEntry.read(stream, item, before == null ? 1 : before + 1));
            }
            deliveries.keySet().forEach(id -> forgetIfTrimmed(new StreamEntry.Place(stream, id)));
            meters.reclaimed.increment(entries.size());
            return entries;
        });
    }

    /**
     * Acknowledges an entry that was trimmed from the stream, which would otherwise stay pending forever; an entry
     * that could not be claimed may also have been claimed by another consumer.
     */
    private void forgetIfTrimmed(StreamEntry.Place place) {
        Request look =
                Request.cmd(Command.XRANGE).arg(place.stream()).arg(place.id()).arg(place.id());
        link.send(place.stream(), look, settings.timeout())
                .map(answer -> items(answer).isEmpty())
                .compose(gone -> gone ? acknowledge(place) : Future.succeededFuture())
                .onFailure(failure -> LOG.debugf("%s: %s", settings.channel(), failure.getMessage()));
    }

    private Future<Void> acknowledge(StreamEntry.Place place) {
        Request request = Request.cmd(Command.XACK)
                .arg(place.stream())
                .arg(settings.group())
                .arg(place.id());
        return link.send(place.stream(), request, settings.timeout())
                .onSuccess(done -> {
                    meters.trimmed.increment();
                    LOG.warnf("%s: %s was trimmed from the stream before it was handled", settings.channel(), place);
                })
                .mapEmpty();
    }

    /** The non-nil items of a list: before Redis 7 a trimmed entry is returned as nil. */
    private static List<Response> items(@Nullable Response list) {
        List<Response> items = new ArrayList<>();
        if (list != null) {
            list.forEach(item -> {
                if (item != null) {
                    items.add(item);
                }
            });
        }
        return items;
    }

    /**
     * The result of a claim.
     *
     * @param entries the entries to handle again
     * @param more    whether there were more than the limit
     */
    record Claimed(List<StreamEntry> entries, boolean more) {}

    private record Pending(StreamEntry.Place place, int deliveries) {}
}
