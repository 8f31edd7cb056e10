package dev.oneping.connection.frame;

import java.util.Locale;

/** The reasons for rejecting a frame. A code is never renamed, since clients compare it. */
public enum ErrorCode {
    /** The frame is not a single JSON object, or is nested too deeply. */
    MALFORMED_JSON,
    /** The text is not UTF-8. */
    INVALID_UTF8,
    /** The message is binary; all frames are text. */
    BINARY_FRAME,
    /** The frame type is unknown. */
    UNKNOWN_FRAME_TYPE,
    /** A field is missing or invalid; the detail names it. */
    INVALID_FIELD,
    /** The first frame must be a hello. */
    HELLO_EXPECTED,
    /** The session already has a hello. */
    REPEATED_HELLO,
    /** The token is for another device. */
    FOREIGN_DEVICE,
    /** The new token is invalid or has expired; the session ends with the token that it has. */
    INVALID_TOKEN,
    /** The user has no such notification. */
    UNKNOWN_NOTIFICATION,
    /** The client exceeds the rate limit. */
    RATE_LIMITED,
    /** The tenant does not allow the request. */
    NOT_ALLOWED,
    /** A limit is reached: devices, sessions, watched users. */
    LIMIT_REACHED,
    /** The frame is valid but cannot be processed at the moment; it may be sent again. */
    UNAVAILABLE;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** Returns the code as clients see it, for example {@code unknown_frame_type}. */
    public String code() {
        return code;
    }

    /** Returns whether the client is at fault, so that the error counts against its limit. */
    public boolean isFault() {
        return switch (this) {
            case UNKNOWN_NOTIFICATION, NOT_ALLOWED, LIMIT_REACHED, UNAVAILABLE -> false;
            case MALFORMED_JSON,
                    INVALID_UTF8,
                    BINARY_FRAME,
                    UNKNOWN_FRAME_TYPE,
                    INVALID_FIELD,
                    HELLO_EXPECTED,
                    REPEATED_HELLO,
                    FOREIGN_DEVICE,
                    INVALID_TOKEN,
                    RATE_LIMITED -> true;
        };
    }
}
