package dev.oneping.rules.expression;

import dev.oneping.model.ActivityKind;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.BatteryState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceKind;
import dev.oneping.rules.fact.NetworkState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of rules: every fact that a condition or a score can use. {@code rules/README.md} shows this list.
 *
 * <p>A reader returns null if the fact is unknown. Numbers are {@code Long} and {@code Double}.
 */
public enum Variable implements Fact {
    NOTIFICATION_CATEGORY(
            "notification.category",
            ValueType.STRING,
            "the app's category, for example `chat`",
            s -> s.notification().category()),
    NOTIFICATION_PRIORITY(
            "notification.priority",
            ValueType.PRIORITY,
            "the urgency set by the app",
            s -> s.notification().priority()),
    NOTIFICATION_POLICY(
            "notification.policy",
            ValueType.STRING,
            "the escalation policy that the app requested",
            s -> s.notification().policy()),
    NOTIFICATION_ATTEMPTS("notification.attempts", ValueType.INT, "the number of attempts started so far", s ->
            (long) s.progress().attempts()),
    NOTIFICATION_STEP(
            "notification.step",
            ValueType.INT,
            "the policy step of the last attempt, from 1; 0 before the first",
            s -> s.progress().last() == null ? 0L : (long) s.progress().last().step()),
    NOTIFICATION_ROUND(
            "notification.round",
            ValueType.INT,
            "the round of the last attempt, from 1; 0 before the first",
            s -> s.progress().last() == null ? 0L : (long) s.progress().last().round()),
    NOTIFICATION_AGE_SECONDS(
            "notification.age_seconds",
            ValueType.DOUBLE,
            "seconds since the notification was accepted",
            s -> seconds(s.notification().createdAt(), s.now())),
    NOTIFICATION_SECONDS_LEFT(
            "notification.seconds_left",
            ValueType.DOUBLE,
            "seconds until the notification expires",
            s -> seconds(s.now(), s.notification().expiresAt())),
    USER_IN_QUIET_HOURS(
            "user.in_quiet_hours",
            ValueType.BOOL,
            "whether the user is in quiet hours; unknown if quiet hours are set but no zone",
            EvaluationContext::inQuietHours),
    NOTIFICATION_IN_GROUP(
            "notification.in_group",
            ValueType.BOOL,
            "whether the notification was sent to a group",
            s -> s.notification().circle().isGroup()),
    USER_ZONE(
            "user.zone",
            ValueType.STRING,
            "the user's time zone, for example `Europe/Berlin`; unknown if not set",
            s -> s.facts().user().zone() == null
                    ? null
                    : s.facts().user().zone().getId()),
    USER_DND(
            "user.dnd",
            ValueType.BOOL,
            "whether the user's do-not-disturb mode is on",
            s -> s.dndEnd().isPresent()),
    USER_CATEGORY_MUTED(
            "user.category_muted",
            ValueType.BOOL,
            "whether the user muted this category",
            s -> s.facts()
                    .user()
                    .preferences()
                    .mutedCategories()
                    .contains(s.notification().category())),
    USER_DEVICES_ONLINE(
            "user.devices_online",
            ValueType.INT,
            "the number of devices with a live session",
            EvaluationContext::devicesOnline),
    USER_ACTIVE(
            "user.active",
            ValueType.BOOL,
            "whether any online device is active; unknown if none is active and the attention of one is unknown",
            s -> s.active()),
    USER_JUST_RETURNED(
            "user.just_returned",
            ValueType.BOOL,
            "whether a device became active within the last minute, a natural break; unknown under the same conditions as `user.active`",
            EvaluationContext::justReturned),
    USER_DESKTOP_ACTIVE(
            "user.desktop_active",
            ValueType.BOOL,
            "like `user.active`, for devices of kind desktop only",
            s -> s.active(DeviceKind.DESKTOP)),
    USER_IDLE_SECONDS(
            "user.idle_seconds",
            ValueType.DOUBLE,
            "seconds since the last input on any online device; unknown if none reports input, for a critical notification also if one does not",
            s -> s.idleSeconds(null)),
    USER_DESKTOP_IDLE_SECONDS(
            "user.desktop_idle_seconds",
            ValueType.DOUBLE,
            "like `user.idle_seconds`, for devices of kind desktop only",
            s -> s.idleSeconds(DeviceKind.DESKTOP)),
    USER_IN_CALL(
            "user.in_call",
            ValueType.BOOL,
            "whether the user is in a call on any online device; unknown if on none and one did not report",
            s -> s.any(device -> device.context().is(ActivityKind.IN_CALL))),
    USER_PRESENTING(
            "user.presenting",
            ValueType.BOOL,
            "whether others can see the screen of any online device; unknown if of none and one did not report",
            s -> s.any(device -> device.context().is(ActivityKind.PRESENTING))),
    HISTORY_LAST_HOUR(
            "history.last_hour",
            ValueType.INT,
            "the number of notifications sent to the user in the last hour",
            s -> s.facts().history().count(s.now(), Duration.ofHours(1), each -> true)),
    HISTORY_LAST_DAY(
            "history.last_day",
            ValueType.INT,
            "the number of notifications sent to the user in the last 24 hours",
            s -> s.facts().history().count(s.now(), Duration.ofDays(1), each -> true)),
    HISTORY_CATEGORY_LAST_HOUR(
            "history.category_last_hour",
            ValueType.INT,
            "the number of notifications of this category in the last hour",
            s -> s.facts()
                    .history()
                    .count(
                            s.now(),
                            Duration.ofHours(1),
                            each -> each.category().equals(s.notification().category()))),
    HISTORY_CATEGORY_LAST_DAY(
            "history.category_last_day",
            ValueType.INT,
            "the number of notifications of this category in the last 24 hours",
            s -> s.facts()
                    .history()
                    .count(
                            s.now(),
                            Duration.ofDays(1),
                            each -> each.category().equals(s.notification().category()))),
    NOW_HOUR(
            "now.hour",
            ValueType.INT,
            "the user's local hour, 0 to 23; unknown without a zone",
            s -> s.local() == null ? null : (long) s.local().getHour()),
    NOW_MINUTE(
            "now.minute",
            ValueType.INT,
            "the user's local minute, 0 to 59; unknown without a zone",
            s -> s.local() == null ? null : (long) s.local().getMinute()),
    NOW_WEEKDAY(
            "now.weekday",
            ValueType.WEEKDAY,
            "the user's local day of the week; unknown without a zone",
            s -> s.local() == null ? null : s.local().getDayOfWeek()),
    DEVICE_ID("device.id", ValueType.STRING, "the device id", (s, d) -> d.id().value()),
    DEVICE_PLATFORM(
            "device.platform",
            ValueType.STRING,
            "the platform, for example `web`; unknown if not reported",
            (s, d) -> d.platform()),
    DEVICE_KIND(
            "device.kind",
            ValueType.KIND,
            "the kind of device, as reported or derived from the platform; unknown if neither is known",
            (s, d) -> DeviceKind.of(d)),
    DEVICE_ATTENTION(
            "device.attention",
            ValueType.ATTENTION,
            "the user's attention to the device; unknown without fresh evidence",
            (s, d) -> attentionKnown(d) ? d.attention() : null),
    DEVICE_CONFIDENCE(
            "device.confidence",
            ValueType.DOUBLE,
            "the confidence in the attention, 0 to 1; unknown if the attention is",
            (s, d) -> attentionKnown(d) ? (Double) d.confidence() : null),
    DEVICE_ATTENTION_SECONDS(
            "device.attention_seconds",
            ValueType.DOUBLE,
            "seconds since the attention last changed; unknown if the attention is",
            (s, d) -> attentionKnown(d) ? (Double) seconds(d.since(), s.now()) : null),
    DEVICE_IDLE_SECONDS(
            "device.idle_seconds",
            ValueType.DOUBLE,
            "seconds since the last input on it; unknown if not reported",
            (s, d) -> d.lastInputAt() == null ? null : (Double) seconds(d.lastInputAt(), s.now())),
    DEVICE_LAST_USE_SECONDS(
            "device.last_use_seconds",
            ValueType.DOUBLE,
            "seconds since the last input on it or use of the app on it, to the minute, also while it is offline; unknown if it was never seen in use",
            (s, d) -> d.lastUsedAt() == null ? null : (Double) seconds(d.lastUsedAt(), s.now())),
    DEVICE_SHARED(
            "device.shared",
            ValueType.BOOL,
            "whether others use it too, as its client declares or its kind tells; unknown if neither does",
            (s, d) -> d.shared()),
    DEVICE_BATTERY_LEVEL(
            "device.battery_level",
            ValueType.DOUBLE,
            "the battery level, 0 (empty) to 1 (full); unknown if older than `freshness.battery`",
            (s, d) -> s.freshBattery(d).map(BatteryState::level).orElse(null)),
    DEVICE_CHARGING(
            "device.charging",
            ValueType.BOOL,
            "whether it is on a charger; unknown if older than `freshness.battery`",
            (s, d) -> s.freshBattery(d).map(BatteryState::charging).orElse(null)),
    DEVICE_NETWORK(
            "device.network",
            ValueType.STRING,
            "the network type, for example `wifi` or `cellular`; unknown if older than `freshness.network`",
            (s, d) -> s.freshNetwork(d).map(NetworkState::type).orElse(null)),
    DEVICE_METERED(
            "device.metered",
            ValueType.BOOL,
            "whether the network is metered; unknown if older than `freshness.network`",
            (s, d) -> s.freshNetwork(d).map(NetworkState::metered).orElse(null)),
    DEVICE_BATTERY_MINUTES_LEFT(
            "device.battery_minutes_left",
            ValueType.DOUBLE,
            "the estimated battery time left, in minutes; unknown without an estimate",
            (s, d) -> d.context().batteryMinutesLeft()),
    DEVICE_PLACES(
            "device.places",
            ValueType.STRINGS,
            "the user's names for the places that it is in, for example `\"office\" in device.places`",
            (s, d) -> listed(d.context().places())),
    DEVICE_ZONE(
            "device.zone",
            ValueType.STRING,
            "the device's time zone, for example `Europe/Berlin`; unknown if not reported",
            (s, d) -> d.context().zone() == null ? null : d.context().zone().getId()),
    DEVICE_CO_LOCATED(
            "device.co_located",
            ValueType.BOOL,
            "whether another online device is on the same network or at the same place",
            (s, d) -> d.context().coLocated()),
    DEVICE_CAPABILITIES(
            "device.capabilities",
            ValueType.STRINGS,
            "its capabilities, for example `\"ring\" in device.capabilities`",
            (s, d) -> listed(d.context().capabilities())),
    DEVICE_TYPING(
            "device.typing",
            ValueType.BOOL,
            "whether the user is typing on it",
            (s, d) -> d.context().is(ActivityKind.TYPING)),
    DEVICE_IN_CALL(
            "device.in_call",
            ValueType.BOOL,
            "whether the user is in a call on it",
            (s, d) -> d.context().is(ActivityKind.IN_CALL)),
    DEVICE_PRESENTING(
            "device.presenting",
            ValueType.BOOL,
            "whether others can see its screen",
            (s, d) -> d.context().is(ActivityKind.PRESENTING)),
    DEVICE_DND(
            "device.dnd",
            ValueType.BOOL,
            "whether the device's do-not-disturb mode is on",
            (s, d) -> d.context().is(ActivityKind.DO_NOT_DISTURB)),
    DEVICE_LAST_ACK_SECONDS(
            "device.last_ack_seconds",
            ValueType.DOUBLE,
            "seconds since the user's last response on it; unknown without a recent one",
            (s, d) -> d.context().lastAckAt() == null
                    ? null
                    : (Double) seconds(d.context().lastAckAt(), s.now())),
    DEVICE_ACK_CHANCE(
            "device.ack_chance",
            ValueType.DOUBLE,
            "the learned probability that the user responds on it in time at this hour, 0 to 1; unknown without enough data",
            (s, d) -> d.context().ackChance());

    private final String path;
    private final ValueType type;
    private final String meaning;
    private final boolean ofDevice;
    private final Function<EvaluationContext, @Nullable Object> reader;

    Variable(String path, ValueType type, String meaning, Function<EvaluationContext, @Nullable Object> reader) {
        this.path = path;
        this.type = type;
        this.meaning = meaning;
        this.ofDevice = false;
        this.reader = reader;
    }

    Variable(
            String path,
            ValueType type,
            String meaning,
            BiFunction<EvaluationContext, DeviceFacts, @Nullable Object> reader) {
        this.path = path;
        this.type = type;
        this.meaning = meaning;
        this.ofDevice = true;
        this.reader = context -> {
            DeviceFacts device = context.device();
            return device == null ? null : reader.apply(context, device);
        };
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public ValueType type() {
        return type;
    }

    /** The description in one line for rule authors. */
    public String meaning() {
        return meaning;
    }

    @Override
    public boolean ofDevice() {
        return ofDevice;
    }

    /** Returns false for places, which reveal the user's location. */
    @Override
    public boolean showable() {
        return this != DEVICE_PLACES;
    }

    @Override
    public @Nullable Object read(EvaluationContext context) {
        return reader.apply(context);
    }

    private static @Nullable List<String> listed(@Nullable Set<String> words) {
        return words == null ? null : List.copyOf(words);
    }

    private static boolean attentionKnown(DeviceFacts device) {
        return device.attention() != AttentionState.UNKNOWN;
    }

    /**
     * The seconds between two instants, never negative: slightly different clocks must not yield a time in the
     * future.
     */
    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
