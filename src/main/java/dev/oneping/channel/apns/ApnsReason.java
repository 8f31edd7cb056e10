package dev.oneping.channel.apns;

import dev.oneping.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Interprets the reasons with which Apple rejects messages.
 *
 * @see <a
 * href="https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns">the
 * reasons</a>
 */
final class ApnsReason {

    /** The pause after Apple limited the rate of one device, because Apple does not state one. */
    private static final Duration DEVICE_PAUSE = Duration.ofSeconds(30);

    private ApnsReason() {}

    /**
     * Maps a reason to a result.
     *
     * @param invalidSince since when the token is invalid; null if unknown
     */
    static SendResult result(String reason, int status, @Nullable Instant invalidSince) {
        return switch (reason) {
            case "Unregistered", "ExpiredToken" -> new SendResult.Gone(invalidSince);
            // Apple reports this for every token if the host is that of the other environment, or the topic another
            // app's.
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
