package dev.oneping.notify;

import dev.oneping.delivery.Commit;
import dev.oneping.delivery.DeliveryStore;
import dev.oneping.delivery.DeliveryStore.Found;
import dev.oneping.delivery.Moment;
import dev.oneping.delivery.Move;
import dev.oneping.delivery.Receipt;
import dev.oneping.delivery.Settlement;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.TraceLine;
import dev.oneping.delivery.Tracked;
import dev.oneping.delivery.Transit;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Books what a channel's provider has said of an attempt: that it took it, which ends no wait; that it wants it later, which
 * sets the timer; or that it never will, which leads on to the next step at once.
 */
@Singleton
class Receipts {

    private static final Logger LOG = Logger.getLogger(Receipts.class);
    private static final String CAUSE = "channel";
    private static final int MAX_TRIES = 10;
    private static final int MAX_CONFLICTS = 16;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final DeliveryStore store;
    private final PresenceStore presence;
    private final Settlement settlement;
    private final Turn turn;
    private final Clock clock;

    Receipts(DeliveryStore store, PresenceStore presence, Settlement settlement, Turn turn, Clock clock) {
        this.store = store;
        this.presence = presence;
        this.settlement = settlement;
        this.turn = turn;
        this.clock = clock;
    }

    /** Begins the work and returns at once. */
    void on(@Observes Receipted receipted) {
        store.find(receipted.sent().to().tenant(), receipted.sent().id())
                .chain(known -> known.map(found -> book(receipted, found, 0))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("a receipt was lost, the attempt is sent again: %s", failure));
    }

    private Uni<Void> book(Receipted receipted, Found found, int lost) {
        if (lost > MAX_CONFLICTS
                || !(found.tracked().state() instanceof Delivering delivering)
                || delivering.attempt().number() != receipted.attempt().number()
                || delivering.attempt().sending().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return switch (receipted.receipt()) {
            case Receipt.Accepted ignored ->
                commit(receipted, found, delivering.accepted(at(found)), "accepted_by_provider", lost);
            case Receipt.Later later -> {
                int tries = delivering
                        .attempt()
                        .sending()
                        .map(Transit.Sending::tries)
                        .orElse(1);
                Instant next = clock.instant().plus(pause(tries, later.after()));
                yield tries >= MAX_TRIES || !next.isBefore(delivering.attempt().ackBy())
                        ? giveUp(found, Cause.CHANNEL_UNAVAILABLE)
                        : commit(receipted, found, delivering.sendLater(at(found), next), later.reason(), lost);
            }
            case Receipt.Dead ignored -> giveUp(found, Cause.ADDRESS_DEAD);
            case Receipt.Rejected ignored -> giveUp(found, Cause.CHANNEL_REJECTED);
        };
    }

    private Moment at(Found found) {
        return new Moment(found.notification().id(), found.notification().expiresAt(), clock.instant());
    }

    private Uni<Void> commit(Receipted receipted, Found found, Optional<Move> move, String note, int lost) {
        return move.map(made -> store.commit(found.tracked(), made, line(receipted, note))
                        .chain(commit -> switch (commit) {
                            case Commit.Made done -> {
                                settlement.remember(done.tracked());
                                yield Uni.createFrom().voidItem();
                            }
                            case Commit.Conflict conflict ->
                                book(receipted, new Found(found.notification(), conflict.tracked()), lost + 1);
                            case Commit.Gone ignored -> Uni.createFrom().voidItem();
                        }))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private TraceLine line(Receipted receipted, String note) {
        DeviceId device = receipted.attempt().target().device();
        return new TraceLine(
                clock.instant(),
                CAUSE,
                List.of(),
                device == null ? null : device.value(),
                receipted.attempt().target().channel(),
                note,
                null);
    }

    private Uni<Void> giveUp(Found found, Cause cause) {
        Tracked tracked = found.tracked();
        return presence.load(tracked.to())
                .chain(now -> turn.take(found, now, cause))
                .replaceWithVoid();
    }

    /** What the provider asks for, else twice as long each time; never all at the same instant. */
    private static Duration pause(int tries, @Nullable Duration asked) {
        if (asked != null) {
            return asked;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
        long millis = Math.min(doubled.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
