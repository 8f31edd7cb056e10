package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.PresumedSeen;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Infers from the use of devices that the user saw a notification without answering it: pure. Evidence is input on a
 * connected device that shows it, some time after it appeared there. The estimate is the share of users who notice a fresh display
 * on a device in use, approached within seconds, and a slow rest for those who notice it later.
 *
 * @param from the confidence from which it is presumed; 1 never presumes
 */
record SeenInference(double from) {

    /** The share that notices a sound or a silent display on a device in use, as reported for toasts and banners. */
    private static final double SOUND = 0.9;

    private static final double SILENT = 0.7;
    private static final double FRESH_SECONDS = 7;
    private static final double REST_SECONDS = 300;

    /** Returns the most confident new presumption; empty if there is none, or one was made before. */
    Optional<PresumedSeen> of(State state, Presence presence, Instant now) {
        if (!(state instanceof Open) || state.presumed() != null || from >= 1) {
            return Optional.empty();
        }
        if (state.silent().isEmpty() && state.shown().isEmpty()) {
            return Optional.empty();
        }
        Stream<PresumedSeen> silent = state.silent().stream()
                .flatMap(display -> on(display.device(), display.since(), SILENT, presence, now).stream());
        Stream<PresumedSeen> shown = state.shown().stream().flatMap(attempt -> on(attempt, presence, now).stream());
        return Stream.concat(silent, shown)
                .filter(seen -> seen.confidence() >= from)
                .max(Comparator.comparingDouble(PresumedSeen::confidence));
    }

    private static Optional<PresumedSeen> on(Attempt attempt, Presence presence, Instant now) {
        return on(attempt.target().device(), attempt.startedAt(), attempt.ring() ? SOUND : SILENT, presence, now);
    }

    private static Optional<PresumedSeen> on(
            @Nullable DeviceId id, Instant shownAt, double share, Presence presence, Instant now) {
        return Optional.ofNullable(id)
                .flatMap(presence::device)
                .filter(Device::online)
                .map(device ->
                        new PresumedSeen(device.id(), now, confidence(device, readable(device, shownAt, share), share)))
                .filter(seen -> seen.confidence() > 0);
    }

    /** Returns the start of a display: a sound is heard at once, a silent display is found when the device is taken up. */
    private static Instant readable(Device device, Instant shownAt, double share) {
        Instant online = device.onlineSince();
        Instant start = online != null && online.isAfter(shownAt) ? online : shownAt;
        Instant active = device.attention().since();
        Instant taken = device.attention().isActive() && active.isAfter(start) ? active : start;
        return share == SILENT ? taken : shownAt;
    }

    /** Returns the estimate for a device whose last input came some time after the notification appeared on it. */
    private static double confidence(Device device, Instant shownAt, double share) {
        Instant input = device.lastInputAt();
        if (input == null || !input.isAfter(shownAt)) {
            return 0;
        }
        double seconds = Duration.between(shownAt, input).toMillis() / 1000.0;
        return share * (1 - Math.exp(-seconds / FRESH_SECONDS)) + (1 - share) * (1 - Math.exp(-seconds / REST_SECONDS));
    }
}
