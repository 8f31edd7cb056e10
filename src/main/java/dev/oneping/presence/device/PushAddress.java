package dev.oneping.presence.device;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Base64;
import java.util.regex.Pattern;

/** The address of one device at a push service. Its holder can send to the device, so it never appears in a log. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PushAddress.WebPush.class, name = "webpush"),
    @JsonSubTypes.Type(value = PushAddress.Fcm.class, name = "fcm"),
    @JsonSubTypes.Type(value = PushAddress.Apns.class, name = "apns")
})
public sealed interface PushAddress {

    /** Returns the push service: {@code webpush}, {@code fcm} or {@code apns}. */
    @JsonIgnore
    String service();

    /** Returns the part that distinguishes it from all other addresses. */
    @JsonIgnore
    String identity();

    /**
     * A browser's subscription, as {@code PushSubscription.toJSON()} writes it. Its {@code expirationTime} is accepted and
     * not kept: the push service reports an address that has expired.
     *
     * @param endpoint the URL at which the push service accepts messages for it
     * @param keys     the keys that encrypt messages for it
     */
    @JsonIgnoreProperties("expirationTime")
    record WebPush(
            @JsonProperty(required = true) String endpoint,
            @JsonProperty(required = true) Keys keys) implements PushAddress {

        @Override
        public String service() {
            return "webpush";
        }

        @Override
        public String identity() {
            return endpoint;
        }

        @Override
        public String toString() {
            return "WebPush[REDACTED]";
        }
    }

    /**
     * The keys of a browser's subscription (RFC 8291).
     *
     * @param p256dh its public key: an uncompressed point of P-256, 65 bytes as base64url
     * @param auth   16 bytes as base64url
     */
    record Keys(
            @JsonProperty(required = true) String p256dh,
            @JsonProperty(required = true) String auth) {

        private static final int AUTH_BYTES = 16;

        /** @throws IllegalArgumentException naming the invalid key */
        public Keys {
            if (!P256Curve.isPoint(bytes("p256dh", p256dh))) {
                throw new IllegalArgumentException("p256dh must be an uncompressed point on the curve P-256");
            }
            if (bytes("auth", auth).length != AUTH_BYTES) {
                throw new IllegalArgumentException("auth must be 16 bytes");
            }
        }

        private static byte[] bytes(String name, String text) {
            try {
                return Base64.getUrlDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + " must be base64url", e);
            }
        }

        @Override
        public String toString() {
            return "Keys[REDACTED]";
        }
    }

    /** A registration token of Firebase Cloud Messaging. */
    record Fcm(@JsonProperty(required = true) String token) implements PushAddress {

        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_:.-]{8,4096}");

        /** @throws IllegalArgumentException if the token is malformed */
        public Fcm {
            if (!TOKEN.matcher(token).matches()) {
                throw new IllegalArgumentException("token must be 8 to 4096 of A-Z a-z 0-9 _ : . -");
            }
        }

        @Override
        public String service() {
            return "fcm";
        }

        @Override
        public String identity() {
            return token;
        }

        @Override
        public String toString() {
            return "Fcm[REDACTED]";
        }
    }

    /** A device token of Apple's push service. */
    record Apns(@JsonProperty(required = true) String token) implements PushAddress {

        private static final Pattern TOKEN = Pattern.compile("([0-9a-fA-F]{2}){32,100}");

        /** @throws IllegalArgumentException if the token is malformed */
        public Apns {
            if (!TOKEN.matcher(token).matches()) {
                throw new IllegalArgumentException("token must be 32 to 100 bytes as hexadecimal digits");
            }
        }

        @Override
        public String service() {
            return "apns";
        }

        @Override
        public String identity() {
            return token;
        }

        @Override
        public String toString() {
            return "Apns[REDACTED]";
        }
    }
}
