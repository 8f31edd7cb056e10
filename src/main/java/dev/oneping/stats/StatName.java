package dev.oneping.stats;

/** The names of a tenant's counters. A kind is followed by a colon and a word from a closed set. */
public final class StatName {

    /** Notifications that were accepted. */
    public static final String ACCEPTED = "accepted";
    /** Attempts that sounded, of notifications that ended. */
    public static final String RINGS = "rings";
    /** The kind of ended notifications, by outcome. */
    public static final String ENDED = "ended";
    /** The kind of reasons of ends and waits. */
    public static final String REASON = "reason";
    /** The kind of attempts, by channel. */
    public static final String ATTEMPT = "attempt";
    /** The kind of escalations, by cause. */
    public static final String ESCALATION = "escalation";
    /** The kind of answers, by whether the first ring was on that device. */
    public static final String FIRST_DEVICE = "first_device";
    /** The kind of messages to providers, by channel and outcome. */
    public static final String SENT = "sent";
    /** The kind of times to the first sound, by bound. */
    public static final String FIRST_RING = "first_ring";
    /** The kind of times until seen, by bound. */
    public static final String SEEN = "seen";
    /** The kind of times until answered, by bound. */
    public static final String ANSWERED = "answered";

    private StatName() {}

    /** Returns the name of a counter of a kind. */
    public static String of(String kind, String word) {
        return kind + ":" + word;
    }
}
