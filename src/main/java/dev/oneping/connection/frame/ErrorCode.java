package dev.oneping.connection.frame;

import java.util.Locale;

/** Why a frame was refused. A code is never renamed, for clients compare it. */
public enum ErrorCode {
    /** Not one JSON object, or nested too deeply. */
    MALFORMED_JSON,
    /** The bytes of a text are not UTF-8. */
    INVALID_UTF8,
    /** A binary message: all frames are texts. */
    BINARY_FRAME,
    /** No frame has that type. */
    UNKNOWN_FRAME_TYPE,
    /** A field is missing or is not as it must be; the detail names it. */
    INVALID_FIELD,
    /** The first frame must be a hello. */
    HELLO_EXPECTED,
    /** A session says hello once. */
    REPEATED_HELLO,
    /** The token is for another device. */
    FOREIGN_DEVICE,
    /** The person has no such notification. */
    UNKNOWN_NOTIFICATION,
    /** Frames come faster than is allowed. */
    RATE_LIMITED,
    /** It is good, but the tenant does not allow it. */
    NOT_ALLOWED,
    /** There are as many of them as there may be: devices, sessions, people watched. */
    LIMIT_REACHED,
    /** The frame was good but could not be dealt with now; it may be sent again. */
    UNAVAILABLE;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The code as clients see it, for example {@code unknown_frame_type}. */
    public String code() {
        return code;
    }

    /** Whether the fault is the client's, so that it counts against it. */
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
                    RATE_LIMITED -> true;
        };
    }
}
