package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.oneping.model.ActivityKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's activity as reported by a device, each part with its own time.
 *
 * @param reported without the kinds that were never reported, or too long ago
 */
public record Activity(@JsonValue Map<ActivityKind, Observed<Boolean>> reported) {

    /** Nothing reported. */
    public static final Activity NONE = new Activity(Map.of());

    /** Reads it from its JSON. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Activity {}

    /** Returns the report of a kind; null if there is none. */
    public @Nullable Observed<Boolean> get(ActivityKind kind) {
        return reported.get(kind);
    }

    /** Returns whether a kind was reported to be true, recently enough. */
    public boolean is(ActivityKind kind) {
        Observed<Boolean> observed = get(kind);
        return observed != null && observed.value();
    }

    /** Returns whether the user is busy with others. */
    public boolean isBusy() {
        return ActivityKind.ALL.stream().anyMatch(kind -> kind.isBusy() && is(kind));
    }

    /** Returns the end of the last call or presentation, as far as the client has reported one. */
    public Optional<Instant> freeSince() {
        return ActivityKind.ALL.stream()
                .filter(ActivityKind::isBusy)
                .flatMap(kind -> Stream.ofNullable(get(kind)))
                .filter(observed -> !observed.value())
                .map(Observed::since)
                .max(Instant::compareTo);
    }

    /** Returns this activity updated by a report. */
    public Activity with(Map<ActivityKind, Boolean> report, Instant now) {
        return report.isEmpty()
                ? this
                : new Activity(ActivityKind.map(kind -> Observed.next(get(kind), report.get(kind), now)));
    }

    /** Returns the later report of each part, since another session of the same device may be more up to date. */
    public Activity or(Activity other) {
        return reported.isEmpty()
                ? other
                : other.reported.isEmpty()
                        ? this
                        : new Activity(ActivityKind.map(kind -> Observed.later(get(kind), other.get(kind))));
    }

    /** Returns only what was reported recently, given the maximum age of each kind. */
    public Activity fresh(Instant now, Function<ActivityKind, Duration> maxAge) {
        return reported.isEmpty()
                ? this
                : new Activity(ActivityKind.map(kind -> Observed.fresh(get(kind), now, maxAge.apply(kind))));
    }
}
