package dev.oneping.outbound.sign;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The two ways to sign that Standard Webhooks knows. */
public enum SignatureScheme {
    /** HMAC-SHA256 with a shared secret. */
    @JsonProperty("v1")
    V1,
    /** Ed25519: the receiver has only the public key, and can prove to others what it got. Costs more time. */
    @JsonProperty("v1a")
    V1A
}
