package dev.oneping.feed;

import dev.oneping.events.EventConfig;
import dev.oneping.events.EventId;
import dev.oneping.events.LoggedEvent;
import dev.oneping.events.NewestReader;
import dev.oneping.events.ReadGate;
import dev.oneping.events.WaiterQueue;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.redis.Shards;
import dev.oneping.text.Rfc3339;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tenant's events after a cursor, as pages or as an endless stream. Both use the same cursor, so a reader may
 * switch between them.
 */
@Singleton
class Feed {

    static final int STREAM_PAGE = 64;

    private static final String LATEST = "latest";

    private final FeedReader reader;
    private final NewestReader newest;
    private final FeedWaiters waiters;
    private final Shards shards;
    private final ReadGate gate;
    private final EventConfig config;
    private final Clock clock;

    Feed(
            FeedReader reader,
            NewestReader newest,
            FeedWaiters waiters,
            Shards shards,
            ReadGate gate,
            EventConfig config,
            Clock clock) {
        this.reader = reader;
        this.newest = newest;
        this.waiters = waiters;
        this.shards = shards;
        this.gate = gate;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Parses a cursor: one of an earlier response, {@code latest} for the events from now on, or a time. A cursor that is
     * older than the retention throws a problem, because events may be missing; a time is the reader's own choice.
     */
    Cursor cursor(String parameter, @Nullable String after) {
        if (after == null || after.isEmpty()) {
            return Cursor.START;
        }
        Instant now = clock.instant();
        if (after.equals(LATEST)) {
            return Cursor.since(now, shards.all(), now);
        }
        Cursor cursor = Cursor.decode(after)
                .or(() -> Rfc3339.parse(after).map(since -> Cursor.since(since, shards.all(), now)))
                .orElseThrow(() -> Problem.invalid(Violation.inParameter(
                        parameter,
                        Violation.NOT_ALLOWED,
                        "Unknown cursor; use 'next_cursor' of an earlier response, 'latest', a time such as"
                                + " 2026-11-23T20:15:00Z, or omit it.")));
        if (cursor.issued().isBefore(now.minus(config.retention()))) {
            throw expired();
        }
        return cursor;
    }

    /** Parses a cursor, or the time at which a reader without one begins. */
    Cursor begin(@Nullable String after, @Nullable String since) {
        if (after != null && !after.isEmpty() && since != null && !since.isEmpty()) {
            throw Problem.invalid(Violation.inParameter(
                    "since",
                    Violation.NOT_ALLOWED,
                    "With order=oldest, give either after or since: a cursor is a place."));
        }
        if (since != null && !since.isEmpty()) {
            Instant time = FeedQuery.time("since", since);
            return Cursor.since(time, shards.all(), clock.instant());
        }
        return cursor("after", after);
    }

    /** Returns the newest events before one, if any. */
    Uni<NewestReader.Page> newest(@Nullable EventId before, Instant since, int limit, FeedQuery query) {
        return newest.read(query.tenant(), query.shards(shards), before, since, limit, query::wants);
    }

    /**
     * Returns the next events: at once if there are any, else when the first arrives; an empty page at the end of the
     * wait.
     */
    Uni<FeedPage> page(TenantId tenant, Cursor cursor, int limit, Duration wait, FeedQuery query) {
        Instant until = clock.instant().plus(wait);
        return waiters.ready().chain(() -> poll(tenant, cursor, limit, until, query));
    }

    /** Streams all events in order, at the pace of the reader, until the reader disconnects. */
    Multi<Item> stream(TenantId tenant, Cursor cursor, Duration heartbeat, FeedQuery query) {
        return stream(tenant, new Place(cursor), heartbeat, query);
    }

    /** Does the same for a reader whose first page has been read. */
    Multi<Item> stream(TenantId tenant, Cursor cursor, FeedPage first, Duration heartbeat, FeedQuery query) {
        Place place = new Place(cursor);
        List<Item> items = first.events().isEmpty() ? List.of() : place.items(first);
        place.cursor = first.next();
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().iterable(items), stream(tenant, place, heartbeat, query));
    }

    private Multi<Item> stream(TenantId tenant, Place from, Duration heartbeat, FeedQuery query) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> from,
                        place -> page(tenant, place.cursor, STREAM_PAGE, heartbeat, query)
                                .map(page -> place.items(page)))
                .indefinitely()
                .onItem()
                .<Item>disjoint();
    }

    private Uni<FeedPage> poll(TenantId tenant, Cursor cursor, int limit, Instant until, FeedQuery query) {
        WaiterQueue<TenantId>.Waiter place = waiters.join(tenant);
        return gate.pass(tenant, () -> reader.read(cursor, limit, query::wants), FeedPage::rest)
                .chain(page -> {
                    if (page.isBroken()) {
                        throw expired();
                    }
                    Duration left = Duration.between(clock.instant(), until);
                    if (!page.events().isEmpty() || !left.isPositive()) {
                        return Uni.createFrom().item(page);
                    }
                    Uni<Void> news = page.hasMore() ? Uni.createFrom().voidItem() : place.await(left);
                    return news.chain(() -> poll(tenant, page.next(), limit, until, query));
                })
                .onTermination()
                .invoke(place::close);
    }

    private static Problem expired() {
        return Problem.of(
                ProblemType.CURSOR_EXPIRED,
                "Some events after this cursor have been deleted. Fetch the current state, then resume without 'after'.");
    }

    /** The progress of a stream. Mutiny requests one page after the other. */
    private static final class Place {

        private Cursor cursor;

        Place(Cursor cursor) {
            this.cursor = cursor;
        }

        /** Returns each event with the cursor after it; a heartbeat for an empty page. */
        List<Item> items(FeedPage page) {
            List<Item> items = new ArrayList<>();
            Cursor after = cursor;
            for (LoggedEvent event : page.events()) {
                after = after.past(event.id());
                items.add(new Item(event, after));
            }
            cursor = page.next();
            return items.isEmpty() ? List.of(new Item(null, cursor)) : items;
        }
    }

    /**
     * One item of a stream.
     *
     * @param event the event; null for a heartbeat
     * @param after the cursor after it
     */
    record Item(@Nullable LoggedEvent event, Cursor after) {}
}
