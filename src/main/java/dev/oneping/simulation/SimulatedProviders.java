package dev.oneping.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.ContactSender;
import dev.oneping.channel.PushPayload;
import dev.oneping.channel.PushSender;
import dev.oneping.channel.SendResult;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.redis.time.Time;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** All push services and channels in a simulation: they accept every message, and show it instead of sending it. */
@Singleton
@Priority(1)
class SimulatedProviders implements PushSender, ContactSender {

    private static final String NAME = "simulated";
    private static final int LIMIT = 4096;
    private static final int REMEMBERED = 100_000;

    private final ObjectMapper json;
    private final Cache<NotificationId, String> titles = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .build();
    private volatile @Nullable Output output;

    SimulatedProviders(ObjectMapper json) {
        this.json = json;
    }

    /** Shows messages there from now on. */
    void showOn(Output shown) {
        output = shown;
    }

    @Override
    public String service() {
        return NAME;
    }

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean serves(String channel) {
        return Time.isVirtual();
    }

    @Override
    public String provider(PushAddress address) {
        return address.service();
    }

    @Override
    public String provider(TenantId tenant, String channel) {
        return channel;
    }

    @Override
    public SendResult send(PushAddress address, ChannelMessage message) {
        throw new IllegalStateException("messages of a simulation name their device");
    }

    @Override
    public SendResult send(DeviceId device, PushAddress address, ChannelMessage message) {
        JsonNode payload = read(PushPayload.of(message, LIMIT, frame -> frame));
        String title = switch (message) {
            case ChannelMessage.Show show -> show.content().content().title();
            case ChannelMessage.Hide hide -> titles.getIfPresent(hide.notification());
        };
        if (title != null && message instanceof ChannelMessage.Show) {
            titles.put(message.notification(), title);
        }
        show(new Push(
                message.to().user().value(),
                device.value(),
                payload.path("type").asText(),
                title,
                payload.path("ring").asBoolean(false),
                message.notification().value(),
                address.service(),
                payload));
        return new SendResult.Accepted();
    }

    @Override
    public SendResult send(String channel, String address, ChannelMessage.Show message) {
        show(new Push(
                message.to().user().value(),
                null,
                "notify",
                message.content().content().title(),
                message.outbound().presentation().ring(),
                message.notification().value(),
                channel,
                null));
        return new SendResult.Accepted();
    }

    private void show(Push push) {
        Output shown = output;
        if (shown != null) {
            shown.push(push);
        }
    }

    private JsonNode read(byte[] frame) {
        try {
            return json.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("internal frames must be readable", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
