package dev.oneping.simulation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A message that was handed to a push service or another channel.
 *
 * @param user         the user
 * @param device       the device; null on a channel that is no device's, such as e-mail
 * @param kind         {@code notify}, or {@code retract} for a silent message that takes a notification away
 * @param title        the title that is shown, or that was shown
 * @param ring         whether it sounds
 * @param notification the id of the notification
 * @param service      {@code webpush}, {@code fcm}, {@code apns}, or the name of the channel
 * @param payload      the message as the device gets it; null on a channel that is no device's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"user", "device", "kind", "title", "ring", "id", "service", "payload"})
record Push(
        String user,
        @Nullable String device,
        String kind,
        @Nullable String title,
        boolean ring,
        @JsonProperty("id") String notification,
        String service,
        @Nullable JsonNode payload) {}
