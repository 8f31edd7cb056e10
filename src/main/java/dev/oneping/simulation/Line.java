package dev.oneping.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.connection.DeviceAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of input. */
sealed interface Line {

    /** Returns when it happens, in milliseconds since the epoch. */
    long at();

    /**
     * Something that a device does.
     *
     * @param tab the name of the session, for a device with several; empty for its only one
     */
    sealed interface OfDevice extends Line {
        DeviceAddress device();

        String tab();
    }

    /**
     * A device connects.
     *
     * @param registration what the app registers of it before, such as its kind and push address; null for nothing
     * @param hello        its hello; null if the hello comes as a frame
     * @param then         a frame that it sends at once; null for none
     */
    record Open(
            long at,
            DeviceAddress device,
            String tab,
            @Nullable JsonNode registration,
            @Nullable JsonNode hello,
            @Nullable JsonNode then)
            implements OfDevice {}

    /**
     * A device's connection ends.
     *
     * @param lost whether the network has cut it, so that nobody took leave
     */
    record Close(long at, DeviceAddress device, String tab, boolean lost) implements OfDevice {}

    /** A device sends a frame. */
    record Frame(long at, DeviceAddress device, String tab, JsonNode frame) implements OfDevice {}

    /**
     * An app calls the API.
     *
     * @param body what is sent, as JSON; null for nothing
     * @param ref  anything by which the caller recognises the response; null for nothing
     */
    record Request(
            long at,
            String method,
            String path,
            Map<String, String> headers,
            @Nullable JsonNode body,
            @Nullable JsonNode ref)
            implements Line {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /** Time passes. */
    record Advance(long at, JsonNode given) implements Line {}
}
