package dev.oneping.notify.turn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyConfig;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tracks the newest catch-up of each user and paces it. A further presence change begins a new catch-up; the previous
 * one stops at its next step, and its sound counts for both. The memory is bounded: for a user who was evicted, two
 * catch-ups may run at once, which costs a sound and never a notification.
 */
@Singleton
class CatchUpPacer {

    private static final int REMEMBERED = 20_000;
    private static final Duration ONE_RETURN = Duration.ofSeconds(30);

    private final Clock clock;
    private final Duration pace;
    private final Cache<UserRef, Run> newest = Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(Time::nanoTime)
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

    /** Returns whether a waiting notification was shown a moment ago, and perhaps sounded. */
    boolean hasShown(Run run) {
        return clock.instant().minus(ONE_RETURN).isBefore(run.shown.get());
    }

    /** Records that a notification was shown, and perhaps sounded. */
    void shown(Run run) {
        run.shown.set(clock.instant());
    }

    /** Does the same, and pauses so that the user can see that there is another. */
    Uni<Void> pause(Run run) {
        shown(run);
        return pace.toMillis() > 0 ? Time.pause(pace) : Uni.createFrom().voidItem();
    }

    /** One catch-up of one user. */
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
