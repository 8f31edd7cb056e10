package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The order in which a subscription's deliveries are sent. */
public enum DeliveryOrder {
    /** No order: each delivery is sent as soon as possible; the receiver orders by {@code version}. */
    @JsonProperty("none")
    NONE,
    /**
     * The events of one user are sent one after the other. A failing delivery holds back that user's later ones until
     * it succeeds or is dead, which may take three days.
     */
    @JsonProperty("per_user")
    PER_USER
}
