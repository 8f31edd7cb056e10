package dev.oneping.rules.chance;

/**
 * The times of noticing.
 *
 * @param quickSeconds  the mean delay where the device is in use
 * @param slowSeconds   the mean delay elsewhere
 * @param glanceSeconds the mean delay until a silent display on a device in use is noticed, if it is
 * @param unrung        the loss without any ring: the expected log-seconds until it is found
 * @param answered      the probability that a user answers what they see
 */
public record NoticeTimes(
        double quickSeconds, double slowSeconds, double glanceSeconds, double unrung, double answered) {

    /** The unseen probability counts a little less than in proportion, so that a doubtful ring is still made. */
    private static final double DOUBT = 0.8;

    /** The loss of a delay in log-seconds: the first minute counts as much as the next ten. */
    public static double logSeconds(double seconds) {
        return 60 * Math.log1p(seconds / 60);
    }

    /** The share of the noticing that happens within a time. */
    double share(double quick, double seconds) {
        return quick * (1 - Math.exp(-seconds / quickSeconds)) + (1 - quick) * (1 - Math.exp(-seconds / slowSeconds));
    }

    double glanced(double seconds) {
        return 1 - Math.exp(-seconds / glanceSeconds);
    }

    /** The expected seconds until a ring is noticed, if it is. */
    public double seconds(double quick) {
        return quick * quickSeconds + (1 - quick) * slowSeconds;
    }

    /**
     * The worth of a ring in log-seconds, before its price.
     *
     * @param weight the weight of the priority
     * @param unseen the probability that it is unseen
     * @param chance the chance that the ring is noticed
     * @param quick  the share that is noticed quickly
     */
    public double worth(double weight, double unseen, double chance, double quick) {
        double delay = quick * logSeconds(quickSeconds) + (1 - quick) * logSeconds(slowSeconds);
        double doubt = unseen >= 1 ? 1 : Math.pow(unseen, DOUBT);
        return weight * doubt * chance * (unrung - delay);
    }
}
