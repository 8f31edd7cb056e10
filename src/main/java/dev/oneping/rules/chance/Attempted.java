package dev.oneping.rules.chance;

/**
 * The probability that a notification is unseen and unanswered so far. Pure.
 *
 * <p>A ring is noticed with its chance, after a delay that is exponential with one of two means, mixed by the share
 * {@code quick}. A silent display is noticed at a glance or not, and later at a constant rate. An answer would have
 * ended the notification, so the lack of one speaks for unseen, the more the surer users answer what they see.
 */
public final class Attempted {

    private final NoticeTimes times;
    private double unseen = 1;
    private double pending = 1;

    /** Nothing was attempted yet. */
    public Attempted(NoticeTimes times) {
        this.times = times;
    }

    /** Adds a ring, in the order of time. */
    public void ring(double chance, double quick, double seconds) {
        double share = times.share(quick, seconds);
        unseen *= 1 - chance * share;
        pending = 1 - chance * (1 - share);
    }

    /** Adds a silent display. */
    public void shown(double glance, double perMinute, double seconds) {
        unseen *= (1 - glance * times.glanced(seconds)) * Math.exp(-perMinute * seconds / 60);
    }

    /** The probability that it was not seen, given that nobody answered. */
    public double unseen() {
        double seenSilently = (1 - unseen) * (1 - times.answered());
        return unseen + seenSilently <= 0 ? 0 : unseen / (unseen + seenSilently);
    }

    /** The share of that probability which the last ring does not bring any more. */
    public double pending() {
        return pending;
    }
}
