package dev.oneping.sim;

/**
 * One thing that a client reports: all that the service ever knows of a person.
 *
 * @param at         seconds since the first local midnight
 * @param idle       seconds since the last input in the client's own window; -1 if not observed
 * @param systemIdle seconds since the last input on the machine; -1 if not observed
 * @param locked     whether the screen is locked; null if not observed
 */
record SimFrame(
        int at,
        int device,
        Type type,
        boolean visible,
        boolean focused,
        int idle,
        int systemIdle,
        @org.jspecify.annotations.Nullable Boolean locked,
        boolean inCall,
        boolean presenting) {

    /** The kinds of frames. */
    enum Type {
        OPEN,
        CLOSE,
        REPORT
    }

    static SimFrame close(int at, int device) {
        return new SimFrame(at, device, Type.CLOSE, false, false, -1, -1, null, false, false);
    }
}
