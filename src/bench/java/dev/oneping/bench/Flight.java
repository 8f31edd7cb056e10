package dev.oneping.bench;

/** A notification in flight: complete once it was accepted and received by a device, in either order. */
final class Flight {

    private final long begun;
    private final long sent = System.nanoTime();
    private boolean accepted;
    private boolean arrived;

    /**
     * A notification that is being sent.
     *
     * @param begun from when its latency counts, by {@link System#nanoTime()}
     */
    Flight(long begun) {
        this.begun = begun;
    }

    /** Returns the time since the start, in nanoseconds. */
    long age() {
        return System.nanoTime() - begun;
    }

    /** Returns the time since it was actually sent, in nanoseconds. */
    long sinceSent() {
        return System.nanoTime() - sent;
    }

    /** The service has answered; true if the notification is through with that. */
    boolean accept() {
        accepted = true;
        return arrived;
    }

    /** A device has it; true if the notification is through with that. */
    boolean arrive() {
        arrived = true;
        return accepted;
    }
}
