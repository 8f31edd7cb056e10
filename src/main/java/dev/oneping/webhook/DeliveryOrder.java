package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether deliveries wait for one another. */
public enum DeliveryOrder {
    /** As fast as they can be sent; the receiver orders by {@code version}. */
    @JsonProperty("none")
    NONE,
    /**
     * One person's events one after the other. One that fails holds back that person's later ones until it was taken or is
     * dead, which may be three days.
     */
    @JsonProperty("per_user")
    PER_USER
}
