package dev.oneping.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of rules: every fact that a condition or a score can name. {@code rules/README.md} shows this list.
 *
 * <p>A reader answers null where nobody knows. Numbers are {@code Long} and {@code Double}.
 */
public enum Variable {
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
            Situation::inQuietHours),
    USER_DEVICES_ONLINE(
            "user.devices_online", ValueType.INT, "how many devices have a live session", Situation::devicesOnline),
    USER_ACTIVE(
            "user.active",
            ValueType.BOOL,
            "whether any device online is active; unknown if none is and one's attention is unknown",
            Situation::active),
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
            (s, d) -> DeviceKind.of(d.platform())),
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
            (s, d) -> s.freshBattery(d).map(Battery::level).orElse(null)),
    DEVICE_CHARGING(
            "device.charging",
            ValueType.BOOL,
            "whether it is on a charger; unknown if older than `freshness.battery`",
            (s, d) -> s.freshBattery(d).map(Battery::charging).orElse(null)),
    DEVICE_NETWORK(
            "device.network",
            ValueType.STRING,
            "for example `wifi`, `cellular`; unknown if older than `freshness.network`",
            (s, d) -> s.freshNetwork(d).map(Network::type).orElse(null)),
    DEVICE_METERED(
            "device.metered",
            ValueType.BOOL,
            "whether every byte costs the person money; unknown if older than `freshness.network`",
            (s, d) -> s.freshNetwork(d).map(Network::metered).orElse(null));

    private final String path;
    private final ValueType type;
    private final String meaning;
    private final boolean ofDevice;
    private final Function<Situation, @Nullable Object> reader;

    Variable(String path, ValueType type, String meaning, Function<Situation, @Nullable Object> reader) {
        this.path = path;
        this.type = type;
        this.meaning = meaning;
        this.ofDevice = false;
        this.reader = reader;
    }

    Variable(String path, ValueType type, String meaning, BiFunction<Situation, DeviceFacts, @Nullable Object> reader) {
        this.path = path;
        this.type = type;
        this.meaning = meaning;
        this.ofDevice = true;
        this.reader = situation -> reader.apply(situation, situation.device());
    }

    /** The name in rules, for example {@code device.battery_level}. */
    public String path() {
        return path;
    }

    public ValueType type() {
        return type;
    }

    /** What it says, in one line for authors of rules. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is about one device, so that only rules about devices can name it. */
    public boolean ofDevice() {
        return ofDevice;
    }

    @Nullable
    Object read(Situation situation) {
        return reader.apply(situation);
    }

    private static boolean attentionKnown(DeviceFacts device) {
        return device.attention() != AttentionState.UNKNOWN;
    }

    /** Never negative: two clocks that disagree a little must not make a rule see the future. */
    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
