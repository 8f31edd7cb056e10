package dev.oneping.connection.frame;

/**
 * How the server ends a connection. Codes from 4000 to 4499 mean "come back", those from 4500 to 4999 "do not"; the few
 * of RFC 6455 that we use do not forbid it either.
 */
public enum CloseCode {
    /** The client said bye. */
    NORMAL(1000, "bye"),
    /** What came is no WebSocket frame. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** A text was not UTF-8, and RFC 6455 leaves no choice. */
    INVALID_TEXT(1007, "text is not UTF-8"),
    /** A message is larger than is allowed. */
    TOO_BIG(1009, "message too big"),
    /** Something that we need is away for the moment. */
    TRY_LATER(1013, "try again later"),
    /** This node is going away; others serve. */
    SHUTDOWN(4001, "shutdown"),
    /** A newer connection has taken this one's place. */
    REPLACED(4002, "replaced"),
    /** The token has expired; come back with a new one. */
    TOKEN_EXPIRED(4003, "token expired"),
    /** The client reads more slowly than frames come. */
    SLOW(4004, "slow"),
    /** The server no longer knows the session; the client must say again what it knows. */
    STATE_LOST(4005, "state lost"),
    /** No pong, or no hello, in time. */
    SILENT(4006, "silent"),
    /** Frames come faster than is allowed. */
    RATE_LIMITED(4009, "rate limited"),
    /** The credential is not valid, and will not be. */
    INVALID_TOKEN(4500, "invalid token"),
    /** What the client sends is not the protocol, again and again or in a way that cannot be a slip. */
    BAD_MESSAGE(4501, "bad message"),
    /** The device was taken back. */
    REVOKED(4502, "device revoked"),
    /** The client speaks a version of the protocol that is not served. */
    PROTOCOL_VERSION(4503, "protocol version"),
    /** There are as many devices or sessions as there may be. */
    LIMIT(4504, "limit reached");

    private static final int FIRST_FINAL = 4500;

    private final short code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = (short) code;
        this.reason = reason;
    }

    /** The number on the wire. */
    public short code() {
        return code;
    }

    /** A few words for people, at most 123 bytes. */
    public String reason() {
        return reason;
    }

    /** Whether the client may connect again by itself. */
    public boolean mayReturn() {
        return code < FIRST_FINAL;
    }
}
