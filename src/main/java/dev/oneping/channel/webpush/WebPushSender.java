package dev.oneping.channel.webpush;

import dev.oneping.channel.ChannelConfig;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.ProviderResponse;
import dev.oneping.channel.PushPayload;
import dev.oneping.channel.PushSender;
import dev.oneping.channel.SendResult;
import dev.oneping.model.Priority;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.AddressGuard.Verdict;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.http.OutboundResponse;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.text.Sha256;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Posts messages to the push service of a browser (RFC 8030), encrypted and signed, to an address that was checked. */
@Singleton
class WebPushSender implements PushSender {

    private static final int SALT = 16;
    private static final int TOPIC_BYTES = 24;
    private static final Duration HIDE_WITHIN = Duration.ofHours(1);

    private final VapidSigner vapid;
    private final AddressGuard guard;
    private final HttpSender http;
    private final ChannelConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    WebPushSender(VapidSigner vapid, AddressGuard guard, HttpSender http, ChannelConfig config, Clock clock) {
        this.vapid = vapid;
        this.guard = guard;
        this.http = http;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String service() {
        return "webpush";
    }

    /** Returns the host of the push service. Each browser vendor has its own, and the registering client names it. */
    @Override
    public String provider(PushAddress address) {
        return URI.create(browser(address).endpoint()).getAuthority();
    }

    @Override
    public boolean isConfigured() {
        return vapid.publicKey().isPresent();
    }

    /** Apple's service ends the subscription of a browser that showed nothing for a push. */
    @Override
    public boolean acceptsSilent(PushAddress address) {
        String host = URI.create(browser(address).endpoint()).getHost();
        return host == null || !host.toLowerCase(Locale.ROOT).endsWith(".push.apple.com");
    }

    @Override
    public SendResult send(PushAddress address, ChannelMessage message) {
        PushAddress.WebPush browser = browser(address);
        EndpointUrl url;
        try {
            url = guard.parse(browser.endpoint());
        } catch (EndpointUrl.Refused e) {
            return new SendResult.Rejected("blocked_address");
        }
        Optional<String> identity = vapid.authorization(url.origin());
        if (identity.isEmpty()) {
            return new SendResult.Rejected("not_configured");
        }
        return switch (guard.check(url)) {
            case Verdict.Blocked ignored -> new SendResult.Rejected("blocked_address");
            case Verdict.Unknown ignored -> new SendResult.Later("dns_error", null);
            case Verdict.Allowed allowed -> {
                OutboundResponse answer = http.post(
                                url,
                                allowed.addresses(),
                                headers(message, identity.get()),
                                body(browser.keys(), message),
                                config.timeout())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
                yield result(answer.outcome());
            }
        };
    }

    private static PushAddress.WebPush browser(PushAddress address) {
        if (address instanceof PushAddress.WebPush browser) {
            return browser;
        }
        throw new IllegalArgumentException("not a browser's address");
    }

    private byte[] body(PushAddress.Keys keys, ChannelMessage message) {
        byte[] text = PushPayload.of(message, WebPushEncryption.MOST, frame -> frame);
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return WebPushEncryption.seal(
                text,
                P256Keys.publicKey(Base64.getUrlDecoder().decode(keys.p256dh())),
                Base64.getUrlDecoder().decode(keys.auth()),
                P256Keys.newPair(),
                salt,
                WebPushEncryption.bucket(text.length));
    }

    private Map<String, String> headers(ChannelMessage message, String identity) {
        return Map.of(
                "Authorization",
                identity,
                "TTL",
                Long.toString(timeToLive(message).toSeconds()),
                "Urgency",
                urgency(message),
                "Topic",
                topic(message),
                "Content-Encoding",
                "aes128gcm",
                "Content-Type",
                "application/octet-stream");
    }

    /** Returns how long the push service keeps a message for a browser that is offline. */
    private Duration timeToLive(ChannelMessage message) {
        return switch (message) {
            case ChannelMessage.Hide ignored -> HIDE_WITHIN;
            case ChannelMessage.Show show -> {
                Duration left = Duration.between(clock.instant(), show.content().expiresAt());
                yield left.isNegative() ? Duration.ZERO : left;
            }
        };
    }

    private static String urgency(ChannelMessage message) {
        return switch (message) {
            case ChannelMessage.Hide ignored -> "low";
            case ChannelMessage.Show show when !show.rings() && show.content().priority() != Priority.LOW -> "normal";
            case ChannelMessage.Show show -> urgency(show.content().priority());
        };
    }

    private static String urgency(Priority priority) {
        return switch (priority) {
            case LOW -> "low";
            case NORMAL -> "normal";
            case HIGH, CRITICAL -> "high";
        };
    }

    /** Returns a topic of 32 base64url characters, from which nothing about the message can be derived. */
    private static String topic(ChannelMessage message) {
        String replaces = message instanceof ChannelMessage.Show show
                ? show.replaces()
                : message.notification().value();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Sha256.of(replaces), TOPIC_BYTES));
    }

    /**
     * Interprets a response by RFC 8030 and RFC 8292: 404 is about the browser; 400, 401 and 403 are about our
     * configuration, never about the browser.
     */
    static SendResult result(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Rejected rejected when rejected.status() == 404 -> new SendResult.Gone(null);
            case CallOutcome.Rejected rejected when rejected.status() == 406 -> ProviderResponse.later(rejected);
            case CallOutcome other -> ProviderResponse.result(other);
        };
    }
}
