package dev.oneping.feed;

import dev.oneping.events.EventConfig;
import dev.oneping.events.LoggedEvent;
import dev.oneping.events.WaiterQueue;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
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
 * A tenant's events after a cursor, as pages or as a stream that does not end. The cursor is the same for all of them, so a
 * reader may change from one to the other.
 */
@Singleton
class Feed {

    private static final int STREAM_PAGE = 64;

    private final FeedReader reader;
    private final FeedWaiters waiters;
    private final EventConfig config;
    private final Clock clock;

    Feed(FeedReader reader, FeedWaiters waiters, EventConfig config, Clock clock) {
        this.reader = reader;
        this.waiters = waiters;
        this.config = config;
        this.clock = clock;
    }

    /** Reads a cursor; one that is too old to promise that nothing is missing is a problem with the way out. */
    Cursor cursor(String parameter, @Nullable String after) {
        if (after == null || after.isEmpty()) {
            return Cursor.START;
        }
        Cursor cursor = Cursor.decode(after)
                .orElseThrow(() -> Problem.invalid(Violation.inParameter(
                        parameter,
                        Violation.NOT_ALLOWED,
                        "This is no cursor of ours; take 'next_cursor' of an earlier answer, or leave it out.")));
        if (cursor.issued().isBefore(clock.instant().minus(config.retention()))) {
            throw expired();
        }
        return cursor;
    }

    /** The next events, at once if there are any, else when they come, or nothing when the time is over. */
    Uni<FeedPage> page(TenantId tenant, Cursor cursor, int limit, Duration wait, FeedQuery selection) {
        Instant until = clock.instant().plus(wait);
        return waiters.ready().chain(() -> poll(tenant, cursor, limit, until, selection));
    }

    /** All that comes, in order, as fast as the reader takes it; a lost reader ends it. */
    Multi<Item> stream(TenantId tenant, Cursor cursor, Duration heartbeat, FeedQuery selection) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new Place(cursor),
                        place -> page(tenant, place.cursor, STREAM_PAGE, heartbeat, selection)
                                .map(page -> place.items(page)))
                .indefinitely()
                .onItem()
                .<Item>disjoint();
    }

    private Uni<FeedPage> poll(TenantId tenant, Cursor cursor, int limit, Instant until, FeedQuery selection) {
        WaiterQueue<TenantId>.Waiter place = waiters.join(tenant);
        return reader.read(cursor, limit, selection::wants)
                .chain(page -> {
                    if (page.isBroken()) {
                        throw expired();
                    }
                    Duration left = Duration.between(clock.instant(), until);
                    if (!page.events().isEmpty() || !left.isPositive()) {
                        return Uni.createFrom().item(page);
                    }
                    Uni<Void> news = page.hasMore() ? Uni.createFrom().voidItem() : place.await(left);
                    return news.chain(() -> poll(tenant, page.next(), limit, until, selection));
                })
                .onTermination()
                .invoke(place::close);
    }

    private static Problem expired() {
        return Problem.of(
                ProblemType.CURSOR_EXPIRED,
                "Events after this cursor are forgotten. Read the presence that you need anew, then go on without 'after'.");
    }

    /** How far a stream has come. Mutiny asks for one page after the other. */
    private static final class Place {

        private Cursor cursor;

        Place(Cursor cursor) {
            this.cursor = cursor;
        }

        /** Each event with the cursor after it; an empty page is a heartbeat. */
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
     * One step of a stream.
     *
     * @param event what happened; null for a heartbeat
     * @param after where to go on
     */
    record Item(@Nullable LoggedEvent event, Cursor after) {}
}
