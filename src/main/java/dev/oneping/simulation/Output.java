package dev.oneping.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.events.LoggedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a simulation shows. {@link #push} may be called by any thread, the rest by the event loop. What happens at
 * one instant is shown when that instant is over.
 */
interface Output {

    /** The service has sent a frame, a JSON text, to a device. */
    void frame(DeviceAddress device, String tab, String frame);

    /** The service has ended the connection of a device. */
    void closed(DeviceAddress device, String tab, CloseCode code);

    /** The service has handed a message to a push service or another channel. */
    void push(Push push);

    /** An event was added to the log. */
    void event(LoggedEvent event);

    /**
     * A request was answered.
     *
     * @param body the JSON, or a JSON text for anything else; null if there is none
     */
    void response(int status, @Nullable String body, @Nullable JsonNode ref);

    /** Everything that happens at this instant has happened. */
    void instantIsOver();
}
