package dev.oneping.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Describes the metrics that come without a description, so that each family has a HELP line, and names those of Vert.x
 * clients, whose prefix is empty.
 */
@Singleton
class MeterDescriptions implements MeterFilter {

    private static final String CLIENT = "vertx.client.";

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("oneping.connections", "Open connections of devices on this node"),
            Map.entry("oneping.connections.closed", "Ended connections of devices, by close code"),
            Map.entry("oneping.connections.deferred", "Connections that were asked to come later"),
            Map.entry("oneping.frames.in", "Frames from devices"),
            Map.entry("oneping.frames.out", "Frames to devices"),
            Map.entry("oneping.frames.refused", "Frames from devices that were rejected, by error code"),
            Map.entry("oneping.frames.undelivered", "Frames for sessions that this node no longer has"),
            Map.entry("oneping.outbox.overflows", "Connections that were closed because their device read too slowly"),
            Map.entry("oneping.channel.sent", "Messages handed to the providers of channels, by outcome"),
            Map.entry("oneping.channel.rejected", "Messages that a provider rejected for a reason of ours"),
            Map.entry("oneping.channel.under.way", "Messages that are being handed to providers"),
            Map.entry("oneping.webhook.attempts", "Attempts to deliver webhooks, by outcome"),
            Map.entry("oneping.webhook.discarded", "Webhook deliveries that were given up"),
            Map.entry("oneping.webhook.overflow", "Events that a full webhook queue did not take"),
            Map.entry("oneping.webhook.under.way", "Webhook deliveries that are being attempted"),
            Map.entry("oneping.grip.publish.retries", "Repeated publishes to GRIP proxies"),
            Map.entry("oneping.grip.items.waiting", "Items that wait to be published to GRIP proxies"));

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!Character.isLetter(id.getName().charAt(0))) {
            return map(id.withName(CLIENT + id.getName().substring(1)));
        }
        if (id.getDescription() != null && !id.getDescription().isBlank()) {
            return id;
        }
        String text = TEXTS.getOrDefault(
                id.getName(), "Measures " + id.getName().replace('.', ' ').replace('_', ' '));
        return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), text, id.getType());
    }
}
