package dev.oneping.client;

import java.util.Map;

/** What a device hears; each method does nothing by default. Called on the client's own thread: do not block it. */
public interface DeviceListener {

    /** Show this. */
    default void ping(Ping ping) {}

    /** Show it no longer; an example of a reason is {@code answered}. */
    default void retract(String id, String reason) {}

    /** The connection changed. */
    default void state(DeviceClient.State state) {}

    /** The service refused a frame. */
    default void problem(String code, String detail) {}

    /** Any frame, as it came, before it is dealt with. */
    default void frame(Map<String, Object> frame) {}
}
