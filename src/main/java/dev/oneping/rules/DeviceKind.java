package dev.oneping.rules;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sort of thing a device is, as far as its platform tells. */
public enum DeviceKind {
    /** A browser, or a program on a computer. */
    DESKTOP,
    /** A phone or a tablet. */
    MOBILE;

    /** The kind of a platform; null for one that nobody knows. */
    public static @Nullable DeviceKind of(@Nullable String platform) {
        if (platform == null) {
            return null;
        }
        return switch (platform.toLowerCase(Locale.ROOT)) {
            case "web", "browser", "desktop", "windows", "macos", "linux", "electron" -> DESKTOP;
            case "ios", "android", "mobile" -> MOBILE;
            default -> null;
        };
    }
}
