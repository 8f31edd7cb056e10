package dev.oneping.connection.frame;

/** A missing or invalid field of a frame. Never leaves this package. */
final class InvalidField extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    InvalidField(ErrorCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    ClientFrame.Malformed frame() {
        return new ClientFrame.Malformed(code, String.valueOf(getMessage()));
    }
}
