package dev.oneping.notify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which catch-up of a person is the newest, and how fast it goes. A presence that changes again begins a new one; the one
 * before stops at its next step, and the sound that it made counts for both. Bounded: of a person who was forgotten here,
 * two may run at once, which costs a sound and never a notification.
 */
@Singleton
class CatchUpPacer {

    private static final int REMEMBERED = 20_000;
    private static final Duration ONE_RETURN = Duration.ofSeconds(30);

    private final Clock clock;
    private final Duration pace;
    private final Cache<UserRef, Run> newest = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .expireAfterWrite(ONE_RETURN)
            .build();

    CatchUpPacer(Clock clock, NotifyConfig config) {
        this.clock = clock;
        this.pace = config.catchUpPace();
    }

    Run begin(UserRef user) {
        return newest.asMap()
                .compute(
                        user,
                        (who, before) ->
                                new Run(who, before == null ? new AtomicReference<>(Instant.MIN) : before.shown));
    }

    boolean isNewest(Run run) {
        Run last = newest.getIfPresent(run.user);
        return last == null || last == run;
    }

    /** Whether one that waited was shown a moment ago, and perhaps sounded. */
    boolean hasShown(Run run) {
        return clock.instant().minus(ONE_RETURN).isBefore(run.shown.get());
    }

    /** Notes that one was shown, and waits for as long as a person needs to see that there is another. */
    Uni<Void> pause(Run run) {
        run.shown.set(clock.instant());
        return pace.isPositive()
                ? Uni.createFrom().voidItem().onItem().delayIt().by(pace)
                : Uni.createFrom().voidItem();
    }

    /** One catch-up of one person. */
    static final class Run {

        private final UserRef user;
        private final AtomicReference<Instant> shown;

        private Run(UserRef user, AtomicReference<Instant> shown) {
            this.user = user;
            this.shown = shown;
        }

        UserRef user() {
            return user;
        }
    }
}
