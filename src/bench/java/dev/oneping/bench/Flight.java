package dev.oneping.bench;

/** One notification under way: through once it was both accepted and seen by a device, in whichever order. */
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

    /** How long it has taken until now, in nanoseconds. */
    long age() {
        return System.nanoTime() - begun;
    }

    /** How long ago it was really sent, in nanoseconds. */
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
