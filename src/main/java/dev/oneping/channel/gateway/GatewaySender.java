package dev.oneping.channel.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.channel.ChannelConfig;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.ContactSender;
import dev.oneping.channel.ProviderResponse;
import dev.oneping.channel.SendResult;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.AddressGuard.Verdict;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.http.OutboundResponse;
import dev.oneping.outbound.sign.StandardWebhookSigner;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Posts messages to an app's gateway, signed like webhooks, at an address that was checked. */
@Singleton
class GatewaySender implements ContactSender {

    private static final String EMAIL = "email";

    private final GatewayStore store;
    private final AddressGuard guard;
    private final HttpSender http;
    private final ChannelConfig config;
    private final Clock clock;

    GatewaySender(GatewayStore store, AddressGuard guard, HttpSender http, ChannelConfig config, Clock clock) {
        this.store = store;
        this.guard = guard;
        this.http = http;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public boolean serves(String channel) {
        return !channel.equals(EMAIL);
    }

    @Override
    public String provider(TenantId tenant, String channel) {
        return tenant + ":" + channel;
    }

    @Override
    public SendResult send(String channel, String address, ChannelMessage.Show message) {
        Optional<Gateway> found =
                store.find(message.to().tenant(), channel).await().indefinitely();
        return found.isEmpty() ? new SendResult.Rejected("not_configured") : send(found.get(), address, message);
    }

    private SendResult send(Gateway gateway, String address, ChannelMessage.Show message) {
        EndpointUrl url;
        try {
            url = guard.parse(gateway.url());
        } catch (EndpointUrl.Refused e) {
            return new SendResult.Rejected("blocked_address");
        }
        return switch (guard.check(url)) {
            case Verdict.Blocked ignored -> new SendResult.Rejected("blocked_address");
            case Verdict.Unknown ignored -> new SendResult.Later("dns_error", null);
            case Verdict.Allowed allowed -> {
                byte[] body = body(gateway.channel(), address, message);
                Map<String, String> headers = headers(gateway, message, body);
                OutboundResponse answer = http.post(url, allowed.addresses(), headers, body, config.timeout())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
                yield ProviderResponse.result(answer.outcome());
            }
        };
    }

    private Map<String, String> headers(Gateway gateway, ChannelMessage.Show message, byte[] body) {
        Instant now = clock.instant();
        // Some receivers misread an id with a dot, and a device's name may contain one.
        String id = message.id().replace('.', '-');
        return Map.of(
                "Content-Type",
                "application/json",
                "Accept-Encoding",
                "identity",
                "User-Agent",
                "oneping-channels/1",
                StandardWebhookSigner.ID,
                id,
                StandardWebhookSigner.TIMESTAMP,
                Long.toString(now.getEpochSecond()),
                StandardWebhookSigner.SIGNATURE,
                StandardWebhookSigner.sign(id, now, body, List.of(gateway.key())));
    }

    private static byte[] body(String channel, String address, ChannelMessage.Show message) {
        DeviceMessage presentation = message.outbound().presentation();
        Notification notification = message.content();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "notify");
        body.put("channel", channel);
        body.put("to", address);
        body.put("user", notification.to().user().value());
        body.put("id", notification.id().value());
        body.put("attempt", presentation.attempt());
        if (message.thin()) {
            body.put("cut", true);
        } else {
            content(body, notification.content());
        }
        body.put("category", notification.category());
        body.put("priority", notification.priority().name().toLowerCase(Locale.ROOT));
        body.put("ring", presentation.ring());
        body.put("ack_by", presentation.ackBy().toString());
        body.put("expires_at", notification.expiresAt().toString());
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void content(ObjectNode body, Content content) {
        body.put("title", content.title());
        if (content.body() != null) {
            body.put("body", content.body());
        }
        if (content.data() != null) {
            body.set("data", content.data());
        }
    }
}
