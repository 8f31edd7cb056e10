package dev.oneping.connection.frame;

/**
 * The reasons for which the server ends a connection. A client may reconnect after codes from 4000 to 4499, but not
 * after codes from 4500 to 4999; after the codes of RFC 6455 used here it may reconnect too.
 */
public enum CloseCode {
    /** The client said bye. */
    NORMAL(1000, "bye"),
    /** The data received is not a WebSocket frame. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** A text message was not UTF-8; RFC 6455 requires this code. */
    INVALID_TEXT(1007, "text is not UTF-8"),
    /** A message exceeds the size limit. */
    TOO_BIG(1009, "message too big"),
    /** A required service is temporarily unavailable. */
    TRY_LATER(1013, "try again later"),
    /** This node is shutting down; others serve. */
    SHUTDOWN(4001, "shutdown"),
    /** A newer connection of the same client has replaced this one. */
    REPLACED(4002, "replaced"),
    /** The token has expired; come back with a new one. */
    TOKEN_EXPIRED(4003, "token expired"),
    /** The client reads too slowly. */
    SLOW(4004, "slow"),
    /** The server no longer knows the session; the client must say again what it knows. */
    STATE_LOST(4005, "state lost"),
    /** No pong or hello arrived in time. */
    SILENT(4006, "silent"),
    /** The client exceeds the rate limit. */
    RATE_LIMITED(4009, "rate limited"),
    /** The credential is invalid for good. */
    INVALID_TOKEN(4500, "invalid token"),
    /** The client violates the protocol, repeatedly or fundamentally. */
    BAD_MESSAGE(4501, "bad message"),
    /** The device was revoked. */
    REVOKED(4502, "device revoked"),
    /** The client's protocol version is not supported. */
    PROTOCOL_VERSION(4503, "protocol version"),
    /** The limit of devices or sessions is reached. */
    LIMIT(4504, "limit reached"),
    /** The tenant was suspended or deleted. */
    TENANT_CLOSED(4505, "tenant closed"),
    /** The token was revoked. */
    TOKEN_REVOKED(4506, "token revoked");

    private static final int FIRST_FINAL = 4500;

    private final short code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = (short) code;
        this.reason = reason;
    }

    /** Returns the number on the wire. */
    public short code() {
        return code;
    }

    /** Returns a short text of at most 123 bytes. */
    public String reason() {
        return reason;
    }

    /** Returns whether the client may reconnect automatically. */
    public boolean mayReconnect() {
        return code < FIRST_FINAL;
    }
}
