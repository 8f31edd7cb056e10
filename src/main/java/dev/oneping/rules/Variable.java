package dev.oneping.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of rules: every fact that a condition or a score can name. {@code rules/README.md} shows this list.
 *
 * <p>A reader answers null where nobody knows. Numbers are {@code Long} and {@code Double}.
 */
public enum Variable implements Fact {
    NOTIFICATION_CATEGORY(
            "notification.category",
            ValueType.STRING,
            "the app's word for the kind, for example `chat`",
            s -> s.notification().category()),
    NOTIFICATION_PRIORITY(
            "notification.priority",
            ValueType.PRIORITY,
            "how much it may disturb",
            s -> s.notification().priority()),
    NOTIFICATION_POLICY(
            "notification.policy",
            ValueType.STRING,
            "the escalation policy that the app asked for",
            s -> s.notification().policy()),
    NOTIFICATION_ATTEMPTS("notification.attempts", ValueType.INT, "how many attempts were begun so far", s ->
            (long) s.progress().attempts()),
    NOTIFICATION_STEP(
            "notification.step",
            ValueType.INT,
            "the step of the policy that the last attempt made, from 1; 0 before the first",
            s -> s.progress().last() == null ? 0L : (long) s.progress().last().step()),
    NOTIFICATION_ROUND(
            "notification.round",
            ValueType.INT,
            "how often the steps of the policy were begun, 1 for the first time; 0 before the first attempt",
            s -> s.progress().last() == null ? 0L : (long) s.progress().last().round()),
    NOTIFICATION_AGE_SECONDS(
            "notification.age_seconds",
            ValueType.DOUBLE,
            "time since it was accepted",
            s -> seconds(s.notification().createdAt(), s.now())),
    NOTIFICATION_SECONDS_LEFT(
            "notification.seconds_left",
            ValueType.DOUBLE,
            "time until it expires",
            s -> seconds(s.now(), s.notification().expiresAt())),
    USER_IN_QUIET_HOURS(
            "user.in_quiet_hours",
            ValueType.BOOL,
            "whether it is quiet hours where the person is; unknown if there are some, but no zone",
            EvaluationContext::inQuietHours),
    NOTIFICATION_IN_GROUP(
            "notification.in_group",
            ValueType.BOOL,
            "whether it went to a group, and not to one person",
            s -> s.notification().circle().isGroup()),
    USER_ZONE(
            "user.zone",
            ValueType.STRING,
            "where the person's clock is, for example `Europe/Berlin`; unknown if nobody told",
            s -> s.facts().user().zone() == null
                    ? null
                    : s.facts().user().zone().getId()),
    USER_DND(
            "user.dnd",
            ValueType.BOOL,
            "whether the person asked not to be disturbed for a while that is not over",
            s -> s.dndEnd().isPresent()),
    USER_CATEGORY_MUTED(
            "user.category_muted",
            ValueType.BOOL,
            "whether the person does not want this category",
            s -> s.facts()
                    .user()
                    .wishes()
                    .mutedCategories()
                    .contains(s.notification().category())),
    USER_DEVICES_ONLINE(
            "user.devices_online",
            ValueType.INT,
            "how many devices have a live session",
            EvaluationContext::devicesOnline),
    USER_ACTIVE(
            "user.active",
            ValueType.BOOL,
            "whether any device online is active; unknown if none is and one's attention is unknown",
            s -> s.active()),
    USER_JUST_RETURNED(
            "user.just_returned",
            ValueType.BOOL,
            "whether a device became active within the last minute: a natural break; unknown as `user.active`",
            EvaluationContext::justReturned),
    USER_DESKTOP_ACTIVE(
            "user.desktop_active",
            ValueType.BOOL,
            "the same as `user.active` for devices of the kind desktop alone",
            s -> s.active(DeviceKind.DESKTOP)),
    USER_IDLE_SECONDS(
            "user.idle_seconds",
            ValueType.DOUBLE,
            "time since somebody touched a device that is online; unknown if none is, or none said; if critical, or one did not say",
            s -> s.idleSeconds(null)),
    USER_DESKTOP_IDLE_SECONDS(
            "user.desktop_idle_seconds",
            ValueType.DOUBLE,
            "the same for devices of the kind desktop alone",
            s -> s.idleSeconds(DeviceKind.DESKTOP)),
    USER_IN_CALL(
            "user.in_call",
            ValueType.BOOL,
            "whether the person is in a call on any device online; unknown if none is and one did not say",
            s -> s.any(device -> device.context().inCall())),
    USER_PRESENTING(
            "user.presenting",
            ValueType.BOOL,
            "whether others can see the screen of any device online; unknown if of none and one did not say",
            s -> s.any(device -> device.context().presenting())),
    HISTORY_LAST_HOUR(
            "history.last_hour",
            ValueType.INT,
            "how many notifications reached for the person in the last hour",
            s -> s.facts().history().count(s.now(), Duration.ofHours(1), each -> true)),
    HISTORY_LAST_DAY(
            "history.last_day",
            ValueType.INT,
            "how many in the last 24 hours",
            s -> s.facts().history().count(s.now(), Duration.ofDays(1), each -> true)),
    HISTORY_CATEGORY_LAST_HOUR(
            "history.category_last_hour",
            ValueType.INT,
            "how many of this category in the last hour",
            s -> s.facts()
                    .history()
                    .count(
                            s.now(),
                            Duration.ofHours(1),
                            each -> each.category().equals(s.notification().category()))),
    HISTORY_CATEGORY_LAST_DAY(
            "history.category_last_day",
            ValueType.INT,
            "how many of this category in the last 24 hours",
            s -> s.facts()
                    .history()
                    .count(
                            s.now(),
                            Duration.ofDays(1),
                            each -> each.category().equals(s.notification().category()))),
    NOW_HOUR(
            "now.hour",
            ValueType.INT,
            "hour where the person is, 0 to 23; unknown without a zone",
            s -> s.local() == null ? null : (long) s.local().getHour()),
    NOW_MINUTE(
            "now.minute",
            ValueType.INT,
            "minute of that hour, 0 to 59; unknown without a zone",
            s -> s.local() == null ? null : (long) s.local().getMinute()),
    NOW_WEEKDAY(
            "now.weekday",
            ValueType.WEEKDAY,
            "day of the week where the person is; unknown without a zone",
            s -> s.local() == null ? null : s.local().getDayOfWeek()),
    DEVICE_ID("device.id", ValueType.STRING, "its name", (s, d) -> d.id().value()),
    DEVICE_PLATFORM(
            "device.platform",
            ValueType.STRING,
            "for example `web`; unknown if it did not say",
            (s, d) -> d.platform()),
    DEVICE_KIND(
            "device.kind",
            ValueType.KIND,
            "what sort of thing it is, by its platform; unknown if that is",
            (s, d) -> DeviceKind.of(d)),
    DEVICE_ATTENTION(
            "device.attention",
            ValueType.ATTENTION,
            "whether the person is at it; unknown without fresh evidence",
            (s, d) -> attentionKnown(d) ? d.attention() : null),
    DEVICE_CONFIDENCE(
            "device.confidence",
            ValueType.DOUBLE,
            "how sure that is, 0 to 1; unknown if the attention is",
            (s, d) -> attentionKnown(d) ? (Double) d.confidence() : null),
    DEVICE_ATTENTION_SECONDS(
            "device.attention_seconds",
            ValueType.DOUBLE,
            "for how long the attention has been so; unknown if the attention is",
            (s, d) -> attentionKnown(d) ? (Double) seconds(d.since(), s.now()) : null),
    DEVICE_IDLE_SECONDS(
            "device.idle_seconds",
            ValueType.DOUBLE,
            "time since somebody touched it; unknown if it never said",
            (s, d) -> d.lastInputAt() == null ? null : (Double) seconds(d.lastInputAt(), s.now())),
    DEVICE_BATTERY_LEVEL(
            "device.battery_level",
            ValueType.DOUBLE,
            "0 (empty) to 1 (full); unknown if older than `freshness.battery`",
            (s, d) -> s.freshBattery(d).map(BatteryState::level).orElse(null)),
    DEVICE_CHARGING(
            "device.charging",
            ValueType.BOOL,
            "whether it is on a charger; unknown if older than `freshness.battery`",
            (s, d) -> s.freshBattery(d).map(BatteryState::charging).orElse(null)),
    DEVICE_NETWORK(
            "device.network",
            ValueType.STRING,
            "for example `wifi`, `cellular`; unknown if older than `freshness.network`",
            (s, d) -> s.freshNetwork(d).map(NetworkState::type).orElse(null)),
    DEVICE_METERED(
            "device.metered",
            ValueType.BOOL,
            "whether every byte costs the person money; unknown if older than `freshness.network`",
            (s, d) -> s.freshNetwork(d).map(NetworkState::metered).orElse(null)),
    DEVICE_BATTERY_MINUTES_LEFT(
            "device.battery_minutes_left",
            ValueType.DOUBLE,
            "how long its battery will last; unknown if nobody can tell",
            (s, d) -> d.context().batteryMinutesLeft()),
    DEVICE_PLACES(
            "device.places",
            ValueType.STRINGS,
            "the person's names for the places that it is in, for example `\"office\" in device.places`",
            (s, d) -> listed(d.context().places())),
    DEVICE_ZONE(
            "device.zone",
            ValueType.STRING,
            "the zone of its clock, for example `Europe/Berlin`; unknown if it never said",
            (s, d) -> d.context().zone() == null ? null : d.context().zone().getId()),
    DEVICE_CO_LOCATED(
            "device.co_located",
            ValueType.BOOL,
            "whether another device online is on the same network or at the same place",
            (s, d) -> d.context().coLocated()),
    DEVICE_CAPABILITIES(
            "device.capabilities",
            ValueType.STRINGS,
            "what it can do, for example `\"ring\" in device.capabilities`",
            (s, d) -> listed(d.context().capabilities())),
    DEVICE_TYPING(
            "device.typing",
            ValueType.BOOL,
            "whether somebody is typing on it",
            (s, d) -> d.context().typing()),
    DEVICE_IN_CALL(
            "device.in_call",
            ValueType.BOOL,
            "whether somebody is in a call on it",
            (s, d) -> d.context().inCall()),
    DEVICE_PRESENTING(
            "device.presenting",
            ValueType.BOOL,
            "whether others can see its screen",
            (s, d) -> d.context().presenting()),
    DEVICE_DND(
            "device.dnd",
            ValueType.BOOL,
            "whether its system was told not to disturb",
            (s, d) -> d.context().dnd()),
    DEVICE_LAST_ACK_SECONDS(
            "device.last_ack_seconds",
            ValueType.DOUBLE,
            "time since a person last answered on it; unknown if nobody did lately",
            (s, d) -> d.context().lastAckAt() == null
                    ? null
                    : (Double) seconds(d.context().lastAckAt(), s.now())),
    DEVICE_ACK_CHANCE(
            "device.ack_chance",
            ValueType.DOUBLE,
            "the learned chance that a person answers on it in time at this hour, 0 to 1; unknown if too little is known",
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
        this.reader = situation -> {
            DeviceFacts device = situation.device();
            return device == null ? null : reader.apply(situation, device);
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

    /** What it says, in one line for authors of rules. */
    public String meaning() {
        return meaning;
    }

    @Override
    public boolean ofDevice() {
        return ofDevice;
    }

    /** A place says where somebody is. */
    @Override
    public boolean showable() {
        return this != DEVICE_PLACES;
    }

    @Override
    public @Nullable Object read(EvaluationContext situation) {
        return reader.apply(situation);
    }

    private static @Nullable List<String> listed(@Nullable Set<String> words) {
        return words == null ? null : List.copyOf(words);
    }

    private static boolean attentionKnown(DeviceFacts device) {
        return device.attention() != AttentionState.UNKNOWN;
    }

    /** Never negative: two clocks that disagree a little must not make a rule see the future. */
    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
