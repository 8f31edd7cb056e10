package dev.oneping.outbound.sign;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The signature schemes of Standard Webhooks. */
public enum SignatureScheme {
    /** HMAC-SHA256 with a shared secret. */
    @JsonProperty("v1")
    V1,
    /** Ed25519: the receiver has only the public key, and can prove the origin to third parties. Slower. */
    @JsonProperty("v1a")
    V1A
}
