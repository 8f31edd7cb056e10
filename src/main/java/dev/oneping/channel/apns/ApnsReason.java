package dev.oneping.channel.apns;

import dev.oneping.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads why Apple refuses a message.
 *
 * @see <a href="https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns">the
 *     reasons</a>
 */
final class ApnsReason {

    /** Apple asks not to send to one device too often, and does not say how long to wait. */
    private static final Duration DEVICE_PAUSE = Duration.ofSeconds(30);

    private ApnsReason() {}

    /** @param invalidSince since when the token is not good; null where that is not said */
    static SendResult carried(String reason, int status, @Nullable Instant invalidSince) {
        return switch (reason) {
            case "Unregistered", "ExpiredToken" -> new SendResult.Gone(invalidSince);
            // Apple says so of every token where the host is that of the other environment, or the topic another app's.
            case "BadDeviceToken", "DeviceTokenNotForTopic" -> new SendResult.Misdirected(word(reason));
            case "PayloadTooLarge" -> new SendResult.TooLarge();
            case "TooManyRequests" -> new SendResult.Later(word(reason), DEVICE_PAUSE);
            case "InternalServerError",
                    "ServiceUnavailable",
                    "Shutdown",
                    "IdleTimeout",
                    "ExpiredProviderToken",
                    "TooManyProviderTokenUpdates" -> new SendResult.Later(word(reason), null);
            default ->
                status >= 500 || status == 429
                        ? new SendResult.Later(word(reason), null)
                        : new SendResult.Rejected(word(reason));
        };
    }

    private static String word(String reason) {
        return reason.isEmpty()
                ? "refused"
                : reason.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
