package dev.oneping.rules.fact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kind of device, as reported or derived from the platform. */
public enum DeviceKind {
    /** A browser, or a program on a computer. */
    DESKTOP,
    /** A phone or a tablet. */
    MOBILE;

    /** The kind of a device; null if unknown. */
    public static @Nullable DeviceKind of(DeviceFacts device) {
        DeviceKind said = of(device.context().kind());
        return said == null ? of(device.platform()) : said;
    }

    private static @Nullable DeviceKind of(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "web", "browser", "desktop", "windows", "macos", "linux", "electron", "laptop" -> DESKTOP;
            case "ios", "android", "mobile", "phone", "tablet" -> MOBILE;
            default -> null;
        };
    }
}
