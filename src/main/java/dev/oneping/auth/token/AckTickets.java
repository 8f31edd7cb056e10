package dev.oneping.auth.token;

import dev.oneping.auth.Caller;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Issues and verifies ack tickets, which a push carries to its device: each is valid for the acks of one notification from
 * one device, until the notification expires. So a service worker can answer although its device token has expired.
 * Stateless: a ticket is its claims and their HMAC-SHA-256.
 */
@Singleton
public class AckTickets {

    public static final String PREFIX = "opa_";

    private static final int MAC_BYTES = 16;

    /** Keeps the signatures of tickets apart from those of tokens, which the same key signs. */
    private static final String PURPOSE = "ack-ticket:";

    private final TokenSigningKey secret;
    private final Clock clock;

    AckTickets(TokenSigningKey secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /** Issues a ticket. */
    public String issue(Caller.Device device, NotificationId notification, Instant until) {
        String claims = String.join(
                "|",
                device.tenant().value(),
                device.user().value(),
                device.device().value(),
                notification.value(),
                Long.toString(until.getEpochSecond()));
        return PREFIX + encode(claims.getBytes(StandardCharsets.UTF_8)) + "." + encode(mac(claims));
    }

    /** Verifies a ticket. */
    public Optional<Ticket> verify(String text) {
        int dot = text.indexOf('.');
        if (!text.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(text.substring(PREFIX.length(), dot));
            byte[] mac = Base64.getUrlDecoder().decode(text.substring(dot + 1));
            String plain = new String(claims, StandardCharsets.UTF_8);
            return MessageDigest.isEqual(mac, mac(plain)) ? read(plain) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Optional<Ticket> read(String claims) {
        String[] parts = claims.split("\\|", -1);
        Instant until = Instant.ofEpochSecond(Long.parseLong(parts[4]));
        Caller.Device device = new Caller.Device(new TenantId(parts[0]), new UserId(parts[1]), new DeviceId(parts[2]));
        return clock.instant().isBefore(until)
                ? Optional.of(new Ticket(device, new NotificationId(parts[3])))
                : Optional.empty();
    }

    private byte[] mac(String claims) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret.key());
            return Arrays.copyOf(mac.doFinal((PURPOSE + claims).getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The claims of a valid ticket: the device, and the only notification that it may ack. */
    public record Ticket(Caller.Device device, NotificationId notification) {}
}
