package dev.oneping.channel.apns;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import dev.oneping.channel.ChannelConfig;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.PushSender;
import dev.oneping.channel.SendResult;
import dev.oneping.model.Priority;
import dev.oneping.presence.device.PushAddress;
import io.netty.channel.nio.NioEventLoopGroup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends messages to Apple's push service over one HTTP/2 connection with its own thread. */
@Singleton
@Startup
class ApnsSender implements PushSender {

    private static final int COLLAPSE_BYTES = 64;
    private static final Duration HIDE_WITHIN = Duration.ofHours(1);

    private final Optional<ApnsClient> client;
    private final String topic;
    private final Duration timeout;
    private final Clock clock;

    @Inject
    ApnsSender(ApnsConfig config, ChannelConfig channels, Clock clock) {
        this(client(config), config.topic().orElse(""), channels.timeout(), clock);
    }

    ApnsSender(Optional<ApnsClient> client, String topic, Duration timeout, Clock clock) {
        this.client = client;
        this.topic = topic;
        this.timeout = timeout;
        this.clock = clock;
    }

    void stop(@Observes ShutdownEvent ignored) {
        client.ifPresent(ApnsClient::close);
    }

    @Override
    public String service() {
        return "apns";
    }

    @Override
    public boolean isConfigured() {
        return client.isPresent();
    }

    @Override
    public String provider(PushAddress address) {
        return service();
    }

    @Override
    public SendResult send(PushAddress address, ChannelMessage message) {
        if (!(address instanceof PushAddress.Apns phone)) {
            throw new IllegalArgumentException("not an APNs address");
        }
        if (client.isEmpty()) {
            return new SendResult.Rejected("not_configured");
        }
        try {
            PushNotificationResponse<SimpleApnsPushNotification> answer = client.get()
                    .sendNotification(notification(phone.token(), message))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return answer.isAccepted()
                    ? new SendResult.Accepted()
                    : ApnsReason.result(
                            answer.getRejectionReason().orElse(""),
                            answer.getStatusCode(),
                            answer.getTokenInvalidationTimestamp().orElse(null));
        } catch (ExecutionException | TimeoutException e) {
            return new SendResult.Later("unreachable", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendResult.Later("unreachable", null);
        }
    }

    private SimpleApnsPushNotification notification(String token, ChannelMessage message) {
        boolean silent = message instanceof ChannelMessage.Hide;
        return new SimpleApnsPushNotification(
                token,
                topic,
                new String(ApnsPayload.of(message), StandardCharsets.UTF_8),
                expiry(message),
                silent || isQuiet(message) ? DeliveryPriority.CONSERVE_POWER : DeliveryPriority.IMMEDIATE,
                silent ? PushType.BACKGROUND : PushType.ALERT,
                silent ? null : collapseId(message),
                UUID.nameUUIDFromBytes(message.id().getBytes(StandardCharsets.UTF_8)));
    }

    private Instant expiry(ChannelMessage message) {
        return switch (message) {
            case ChannelMessage.Hide ignored -> clock.instant().plus(HIDE_WITHIN);
            case ChannelMessage.Show show -> show.content().expiresAt();
        };
    }

    /** Returns whether it may wait until the device is used or charged: nobody is to hear it. */
    private static boolean isQuiet(ChannelMessage message) {
        return message instanceof ChannelMessage.Show show
                && (show.content().priority() == Priority.LOW || !show.rings());
    }

    /** Returns the collapse key, or a hash of one that is longer than Apple accepts. */
    private static String collapseId(ChannelMessage message) {
        String replaces = message instanceof ChannelMessage.Show show
                ? show.replaces()
                : message.notification().value();
        byte[] bytes = replaces.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= COLLAPSE_BYTES
                ? replaces
                : UUID.nameUUIDFromBytes(bytes).toString();
    }

    private static Optional<ApnsClient> client(ApnsConfig config) {
        if (config.key().isEmpty()) {
            return Optional.empty();
        }
        try {
            ApnsSigningKey key = ApnsSigningKey.loadFromPkcs8File(
                    config.key().get().toFile(),
                    config.teamId().orElseThrow(),
                    config.keyId().orElseThrow());
            if (config.topic().isEmpty()) {
                throw new IllegalArgumentException("topic is missing");
            }
            return Optional.of(new ApnsClientBuilder()
                    .setApnsServer(config.host())
                    .setSigningKey(key)
                    .setEventLoopGroup(new NioEventLoopGroup(1))
                    .build());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new ConfigurationException(
                    "APNs needs oneping.channel.apns.key, the key file from the developer portal, and its key-id,"
                            + " team-id and topic.",
                    e);
        }
    }
}
