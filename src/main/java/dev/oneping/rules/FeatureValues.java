package dev.oneping.rules;

import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.BatteryState;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of the model's features for single facts. */
final class FeatureValues {

    static final int PHONE = Feature.KIND.value("phone");
    static final int TABLET = Feature.KIND.value("tablet");
    static final int SHARED = Feature.KIND.value("shared");
    static final int PUSH = Feature.VIEW.value("push");

    /** Input within this time is fresh: the user is still there. */
    static final double FRESH_SECONDS = 300;

    private static final int COMPUTER = Feature.KIND.value("computer");
    private static final int WATCH = Feature.KIND.value("watch");
    private static final int OTHER = Feature.KIND.value("other");
    private static final int FOCUSED = Feature.VIEW.value("focused");
    private static final int VISIBLE = Feature.VIEW.value("visible");
    private static final int HIDDEN = Feature.VIEW.value("hidden");
    private static final int LOCKED = Feature.VIEW.value("locked");
    private static final int ONLINE = Feature.VIEW.value("online");
    private static final double[] AGES = {10, 30, 60, 120, 300, 900, 3_600, 14_400, 43_200};
    private static final double[] IDLE = {
        300, 1_800, 3_600, 7_200, 10_800, 14_400, 18_000, 21_600, 28_800, 36_000, 50_400
    };
    private static final double[] AGO = {60, 300, 1_800};
    private static final double LOW_BATTERY = 0.15;

    private FeatureValues() {}

    /** The kind of a device by its registration or platform. */
    static int kind(DeviceFacts device) {
        if (Boolean.TRUE.equals(device.shared())) {
            return SHARED;
        }
        int said = kind(device.context().kind());
        return said == OTHER ? kind(device.platform()) : said;
    }

    static boolean isShared(DeviceFacts device) {
        return kind(device) == SHARED;
    }

    private static int kind(@Nullable String word) {
        if (word == null) {
            return OTHER;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "web", "browser", "desktop", "windows", "macos", "linux", "electron", "laptop" -> COMPUTER;
            case "ios", "android", "mobile", "phone" -> PHONE;
            case "tablet" -> TABLET;
            case "watch" -> WATCH;
            case "tv", "speaker", "display", "kiosk", "hub" -> SHARED;
            default -> OTHER;
        };
    }

    /** The view of a device on the app; concluded from the attention if it reports none. */
    static int view(DeviceFacts device, boolean byPush) {
        if (byPush) {
            return PUSH;
        }
        boolean active = device.attention() == AttentionState.ACTIVE;
        DeviceView view = device.use().view();
        if (view != null) {
            return switch (view) {
                case FOCUSED -> FOCUSED;
                case VISIBLE -> VISIBLE;
                case HIDDEN -> active ? VISIBLE : HIDDEN;
                case LOCKED -> active ? VISIBLE : LOCKED;
            };
        }
        return switch (device.attention()) {
            case ACTIVE -> FOCUSED;
            case PASSIVE -> VISIBLE;
            case AWAY -> HIDDEN;
            case UNKNOWN -> ONLINE;
        };
    }

    static int age(double seconds) {
        return step(AGES, seconds);
    }

    static int idle(double seconds) {
        return step(IDLE, seconds);
    }

    static int busy(DeviceContext context) {
        return context.occupation();
    }

    /** The value for a number of rings here, the last of which began that long ago. */
    static int failed(int rings, double seconds) {
        return rings == 0 ? 0 : (rings == 1 ? 1 : 1 + AGO.length + 1) + step(AGO, seconds);
    }

    static int answers(@Nullable Double chance) {
        return chance == null ? 4 : chance < 0.1 ? 0 : chance < 0.3 ? 1 : chance < 0.6 ? 2 : 3;
    }

    static int battery(@Nullable BatteryState battery) {
        return battery == null ? 3 : battery.charging() ? 2 : battery.level() < LOW_BATTERY ? 0 : 1;
    }

    static int truth(@Nullable Boolean truth) {
        return truth == null ? 2 : truth ? 1 : 0;
    }

    /** The first step that is not exceeded; after the last "older"; for a negative number "unknown". */
    private static int step(double[] bounds, double seconds) {
        if (seconds < 0) {
            return bounds.length + 1;
        }
        for (int i = 0; i < bounds.length; i++) {
            if (seconds <= bounds[i]) {
                return i;
            }
        }
        return bounds.length;
    }
}
