package dev.oneping.presence.attention;

import dev.oneping.model.ActivityKind;
import dev.oneping.presence.attention.Attention.Evidence;
import dev.oneping.presence.attention.Attention.Evidence.Kind;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.report.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes attention from the observations of one session: a pure function of them and the instant.
 *
 * <p>A call decides first, because the screen is dark at the ear; then a locked screen, unless it was clearly touched
 * since; then a presentation, and a hidden page. Otherwise the last touch decides: typing, input, or a focus gained
 * after the last report of input. After {@code active} without a touch the user is passive, after {@code passive}
 * away. After {@code silence} without reports a client's observations of touches no longer count, and weaker evidence
 * decides: focus, visibility, and finally the mere connection. Evidence of absence does not decay: a device that is
 * picked up again reports it.
 *
 * <p>A page that is hidden or idle while other programs of the same machine are in use is not away: its user is there and
 * looks elsewhere, so is passive.
 *
 * <p>So silence alone never makes a conclusion more attentive.
 *
 * @param active  the time after the last touch during which a user counts as active
 * @param passive the time after it during which a user who can see the screen counts as passive
 * @param silence the time without reports after which a client's observations no longer count
 */
public record AttentionCalculator(Duration active, Duration passive, Duration silence) {

    /**
     * The tolerance for touches after a lock: the key that locks a screen may seem to come after it, by the difference
     * in transit time of two reports.
     */
    private static final Duration LOCKING = Duration.ofSeconds(5);

    /** Computes the attention of a session that has been connected since then. */
    public Attention of(Observations seen, Instant connectedAt, Instant now) {
        Conclusion conclusion = conclude(seen, connectedAt, now);
        return new Attention(
                conclusion.state,
                Math.round(conclusion.confidence * 100) / 100.0,
                conclusion.since,
                evidence(seen, conclusion.kind, now),
                changesAt(seen, connectedAt, conclusion.state, now));
    }

    private Conclusion conclude(Observations seen, Instant connectedAt, Instant now) {
        Activity activity = seen.activity();
        if (holds(activity.get(ActivityKind.IN_CALL), now)) {
            return busy(Kind.CALL, activity.get(ActivityKind.IN_CALL));
        }
        Observed<Screen> screen = seen.screen();
        if (screen != null && isLocked(seen)) {
            return new Conclusion(State.AWAY, Kind.LOCKED, weight(Kind.LOCKED), screen.since());
        }
        if (holds(activity.get(ActivityKind.PRESENTING), now)) {
            return busy(Kind.PRESENTING, activity.get(ActivityKind.PRESENTING));
        }
        Observed<Boolean> visible = seen.visible();
        if (visible != null && !visible.value()) {
            Instant systemInput = systemInput(seen, now);
            if (systemInput != null) {
                Instant since = systemInput.isAfter(visible.since()) ? systemInput : visible.since();
                return passive(Kind.SYSTEM_INPUT, since, now);
            }
            return new Conclusion(State.AWAY, Kind.HIDDEN, weight(Kind.HIDDEN), visible.since());
        }
        Touch touch = Touch.last(seen);
        if (touch != null && touch.kind != Kind.FOCUS && !now.isBefore(touch.moment.plus(passive))) {
            if (systemInput(seen, now) != null) {
                return passive(Kind.SYSTEM_INPUT, touch.moment.plus(active), now);
            }
            return new Conclusion(State.AWAY, Kind.IDLE, weight(Kind.IDLE), touch.moment.plus(passive));
        }
        if (touch != null && now.isBefore(touch.seenAt.plus(silence))) {
            return byTouch(touch, now);
        }
        return withoutTouch(seen, touch, connectedAt, now);
    }

    private static Conclusion busy(Kind kind, @Nullable Observed<Boolean> reported) {
        return new Conclusion(
                State.ACTIVE,
                kind,
                weight(kind),
                Objects.requireNonNull(reported).since());
    }

    private Conclusion byTouch(Touch touch, Instant now) {
        Instant activeUntil = touch.moment.plus(active);
        if (now.isBefore(activeUntil)) {
            double confidence = weight(touch.kind) * fade(1, 0.7, touch.moment, now, active);
            return new Conclusion(State.ACTIVE, touch.kind, confidence, touch.moment);
        }
        return passive(touch.kind, activeUntil, now);
    }

    /** Concludes from visibility, because the last touch is too old to count. */
    private Conclusion withoutTouch(Observations seen, @Nullable Touch touch, Instant connectedAt, Instant now) {
        if (touch != null && holds(seen.focused(), now)) {
            return passive(Kind.FOCUS, touch.moment.plus(active), now);
        }
        Observed<Boolean> visible = seen.visible();
        if (visible != null && holds(visible, now)) {
            return passive(Kind.VISIBLE, touch == null ? visible.since() : touch.moment.plus(active), now);
        }
        Instant lastWord = reports(seen)
                .map(report -> report.at().plus(silence))
                .filter(end -> !end.isAfter(now))
                .max(Instant::compareTo)
                .orElse(connectedAt);
        return new Conclusion(State.UNKNOWN, Kind.SOCKET, weight(Kind.SOCKET), lastWord);
    }

    private Conclusion passive(Kind kind, Instant since, Instant now) {
        double confidence = weight(kind) * fade(0.6, 0.2, since, now, passive.minus(active));
        return new Conclusion(State.PASSIVE, kind, confidence, since);
    }

    private static double weight(Kind kind) {
        return switch (kind) {
            case TYPING, INPUT, LOCKED -> 1;
            case CALL -> 0.95;
            case PRESENTING, HIDDEN -> 0.9;
            case FOCUS, IDLE -> 0.8;
            case VISIBLE, SYSTEM_INPUT -> 0.6;
            case SOCKET -> 0.1;
        };
    }

    /** Returns the deciding observation first, then the other current ones, the strongest first. */
    private List<Evidence> evidence(Observations seen, Kind deciding, Instant now) {
        List<Evidence> all = new ArrayList<>();
        Activity activity = seen.activity();
        add(all, Kind.TYPING, activity.get(ActivityKind.TYPING), now);
        Observed<Instant> input = seen.input();
        if (input != null) {
            boolean idle = !now.isBefore(input.value().plus(passive));
            all.add(new Evidence(idle ? Kind.IDLE : Kind.INPUT, input.value()));
        }
        add(all, Kind.CALL, activity.get(ActivityKind.IN_CALL), now);
        add(all, Kind.PRESENTING, activity.get(ActivityKind.PRESENTING), now);
        add(all, Kind.FOCUS, seen.focused(), now);
        if (seen.visible() != null
                && (holds(seen.visible(), now) || !seen.visible().value())) {
            all.add(new Evidence(
                    seen.visible().value() ? Kind.VISIBLE : Kind.HIDDEN,
                    seen.visible().at()));
        }
        if (seen.screen() != null && isLocked(seen)) {
            all.add(new Evidence(Kind.LOCKED, seen.screen().at()));
        }
        Instant systemInput = systemInput(seen, now);
        if (systemInput != null) {
            all.add(new Evidence(Kind.SYSTEM_INPUT, systemInput));
        }
        all.add(new Evidence(Kind.SOCKET, now));
        all.sort((a, b) -> Boolean.compare(b.kind() == deciding, a.kind() == deciding));
        return all;
    }

    private void add(List<Evidence> all, Kind kind, @Nullable Observed<Boolean> fact, Instant now) {
        if (fact != null && holds(fact, now)) {
            all.add(new Evidence(kind, fact.at()));
        }
    }

    /** Returns the first instant at which the state changes without new reports; null if there is none. */
    private @Nullable Instant changesAt(Observations seen, Instant connectedAt, State state, Instant now) {
        Touch touch = Touch.last(seen);
        return Stream.of(
                        reports(seen).map(report -> report.at().plus(silence)),
                        touch == null
                                ? Stream.<Instant>empty()
                                : Stream.of(touch.moment.plus(active), touch.moment.plus(passive)),
                        Stream.ofNullable(seen.systemInput())
                                .map(input -> input.value().plus(passive)))
                .<Instant>flatMap(edges -> edges)
                .filter(edge -> edge.isAfter(now))
                .sorted()
                .filter(edge -> conclude(seen, connectedAt, edge).state != state)
                .findFirst()
                .orElse(null);
    }

    /** Returns all observations about the user. */
    private static Stream<Observed<?>> reports(Observations seen) {
        Activity activity = seen.activity();
        return Stream.<@Nullable Observed<?>>of(
                        seen.visible(),
                        seen.focused(),
                        seen.input(),
                        seen.systemInput(),
                        activity.get(ActivityKind.TYPING),
                        activity.get(ActivityKind.IN_CALL),
                        activity.get(ActivityKind.PRESENTING))
                .filter(Objects::nonNull);
    }

    /**
     * Returns whether the screen is locked. Typing implies that it is not, even if no client has reported an unlock.
     */
    private static boolean isLocked(Observations seen) {
        Observed<Screen> screen = seen.screen();
        if (screen == null || screen.value() == Screen.UNLOCKED) {
            return false;
        }
        Touch touch = Touch.last(seen);
        return touch == null
                || touch.kind == Kind.FOCUS
                || !touch.moment.isAfter(screen.at().plus(LOCKING));
    }

    /** Returns the last input anywhere on the machine; null if it is unknown or too long ago. */
    private @Nullable Instant systemInput(Observations seen, Instant now) {
        Observed<Instant> input = seen.systemInput();
        return input != null
                        && input.isFresh(now, silence)
                        && now.isBefore(input.value().plus(passive))
                ? input.value()
                : null;
    }

    private boolean holds(@Nullable Observed<Boolean> fact, Instant now) {
        return fact != null && fact.value() && fact.isFresh(now, silence);
    }

    /** Interpolates linearly between two confidences over a span of time, and stays at the last. */
    private static double fade(double from, double to, Instant start, Instant now, Duration span) {
        double part = (double) Duration.between(start, now).toMillis() / Math.max(1, span.toMillis());
        return from + (to - from) * Math.clamp(part, 0, 1);
    }

    private record Conclusion(State state, Kind kind, double confidence, Instant since) {}

    /**
     * The last touch: typing, input, or a focus gained since input was last reported.
     *
     * @param moment when it happened
     * @param seenAt when the client last reported it
     */
    private record Touch(Kind kind, Instant moment, Instant seenAt) {

        static @Nullable Touch last(Observations seen) {
            Observed<Instant> input = seen.input();
            Observed<Boolean> focused = seen.focused();
            Observed<Boolean> typing = seen.activity().get(ActivityKind.TYPING);
            if (typing != null
                    && typing.value()
                    && (input == null || !typing.at().isBefore(input.at()))) {
                return new Touch(Kind.TYPING, typing.at(), typing.at());
            }
            boolean focusGained = focused != null
                    && focused.value()
                    && (input == null || focused.since().isAfter(input.at()));
            if (focused != null && focusGained) {
                return new Touch(Kind.FOCUS, focused.since(), focused.at());
            }
            return input == null ? null : new Touch(Kind.INPUT, input.value(), input.at());
        }
    }
}
