package dev.oneping.rules;

import dev.oneping.model.ActivityKind;
import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.chance.RingCosts;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of one decision as the values of the model's features. Confined to one decision and one thread. */
final class ChanceFacts {

    /** The assumed age of the last use of a device that is in use, although no input was reported. */
    private static final Duration IN_USE = Duration.ofMinutes(1);

    private final EvaluationContext context;
    private final Instant now;
    private final int[] common = Feature.vector();
    private final double asleep;
    private @Nullable DeviceFacts latestDevice;
    private @Nullable Instant latest;
    private @Nullable Instant second;

    ChanceFacts(EvaluationContext context, Priors priors) {
        this.context = context;
        this.now = context.now();
        for (DeviceFacts device : context.facts().devices()) {
            if (isOwn(device)) {
                add(device, use(device));
            }
        }
        Boolean quiet = context.inQuietHours();
        common[Feature.HOUR.ordinal()] =
                context.local() == null ? 24 : context.local().getHour();
        common[Feature.IDLE.ordinal()] = FeatureValues.idle(seconds(latest));
        common[Feature.QUIET.ordinal()] =
                context.facts().user().quietHours() == null || quiet == null ? 2 : quiet ? 0 : 1;
        this.asleep = latest == null ? 0 : priors.asleep().probability(common);
        common[Feature.ASLEEP.ordinal()] = Math.min(9, (int) (asleep * 10));
    }

    /** The probability that the user is asleep. */
    double asleep() {
        return asleep;
    }

    /** The circumstances that make a ring more expensive. */
    RingCosts.Circumstances circumstances(RingCosts costs) {
        Progress progress = context.progress();
        Instant begun = progress.since() != null ? progress.since() : progress.shownSince();
        boolean presenting = false;
        boolean call = false;
        for (DeviceFacts device : context.facts().devices()) {
            presenting |=
                    device.online() && Boolean.TRUE.equals(device.context().is(ActivityKind.PRESENTING));
            call |= device.online() && Boolean.TRUE.equals(device.context().is(ActivityKind.IN_CALL));
        }
        return new RingCosts.Circumstances(
                asleep,
                Boolean.TRUE.equals(context.inQuietHours()),
                presenting,
                call,
                progress.rings().size(),
                begun != null && !now.isBefore(begun.plus(costs.lateAfter())));
    }

    /** The values for a ring on a device. */
    int[] values(DeviceFacts device) {
        int[] values = common.clone();
        Instant elsewhere = device == latestDevice ? second : latest;
        values[Feature.KIND.ordinal()] = FeatureValues.kind(device);
        values[Feature.VIEW.ordinal()] = FeatureValues.view(device, isByPush(device));
        values[Feature.AGE.ordinal()] = FeatureValues.age(seconds(use(device)));
        values[Feature.ELSEWHERE.ordinal()] = FeatureValues.age(seconds(elsewhere));
        values[Feature.BUSY.ordinal()] = FeatureValues.busy(device.context());
        values[Feature.ANSWERS.ordinal()] =
                FeatureValues.answers(device.context().ackChance());
        values[Feature.BATTERY.ordinal()] =
                FeatureValues.battery(context.freshBattery(device).orElse(null));
        values[Feature.DND.ordinal()] = FeatureValues.truth(device.context().is(ActivityKind.DO_NOT_DISTURB));
        return values;
    }

    /** Returns whether a push service is the way to the device: without a session, or if its sessions did not take it. */
    static boolean isByPush(DeviceFacts device) {
        return !device.online() || (device.use().sessionFailedAt() != null && device.pushedRound() != null);
    }

    /** The values for a device of which nothing is known but its push channel. */
    int[] ofPushChannel() {
        int[] values = common.clone();
        values[Feature.KIND.ordinal()] = FeatureValues.PHONE;
        values[Feature.VIEW.ordinal()] = FeatureValues.PUSH;
        values[Feature.AGE.ordinal()] = FeatureValues.age(-1);
        values[Feature.ELSEWHERE.ordinal()] = FeatureValues.age(seconds(latest));
        values[Feature.ANSWERS.ordinal()] = FeatureValues.answers(null);
        values[Feature.BATTERY.ordinal()] = FeatureValues.battery(null);
        values[Feature.DND.ordinal()] = FeatureValues.truth(null);
        return values;
    }

    /** Completes the values by the rings of the notification on the device, and returns their number. */
    int addRings(int[] values, DeviceFacts device) {
        List<Ring> rings = context.progress().rings();
        int there = 0;
        Instant last = null;
        for (Ring ring : rings) {
            if (device.id().equals(ring.device())) {
                there++;
                last = ring.at();
            }
        }
        values[Feature.FAILED.ordinal()] = FeatureValues.failed(there, seconds(last));
        return there;
    }

    /** Returns whether the user is at the device, as far as its evidence is their own. */
    boolean isInUse(DeviceFacts device) {
        if (!device.online() || FeatureValues.isShared(device)) {
            return false;
        }
        double age = seconds(use(device));
        boolean fresh = age >= 0 && age <= FeatureValues.FRESH_SECONDS;
        return device.attention() == AttentionState.ACTIVE || (device.attention() == AttentionState.PASSIVE && fresh);
    }

    /** The seconds since an instant, not negative; -1 if it is unknown. */
    double seconds(@Nullable Instant at) {
        return at == null ? -1 : Math.max(0, Duration.between(at, now).toMillis() / 1000.0);
    }

    private void add(DeviceFacts device, @Nullable Instant used) {
        if (used == null) {
            return;
        }
        if (latest == null || used.isAfter(latest)) {
            second = latest;
            latest = used;
            latestDevice = device;
        } else if (second == null || used.isAfter(second)) {
            second = used;
        }
    }

    /** The last use of the device; a moment ago if it is in use without any input, as in a call. */
    private @Nullable Instant use(DeviceFacts device) {
        Instant last = lastUse(device);
        boolean active = device.online() && device.attention() == AttentionState.ACTIVE;
        double age = seconds(last);
        return active && (age < 0 || age > FeatureValues.FRESH_SECONDS) ? now.minus(IN_USE) : last;
    }

    /** The last input on the device or its machine, or use of the app on it; null if unknown. */
    static @Nullable Instant lastUse(DeviceFacts device) {
        Instant use = later(device.lastInputAt(), device.lastUsedAt());
        return later(use, device.use().systemInputAt());
    }

    /** Returns whether a touch of the device is evidence of this user: others may use a tablet as well as a television. */
    private static boolean isOwn(DeviceFacts device) {
        int kind = FeatureValues.kind(device);
        return kind != FeatureValues.SHARED && kind != FeatureValues.TABLET;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null ? other : other == null || one.isAfter(other) ? one : other;
    }
}
