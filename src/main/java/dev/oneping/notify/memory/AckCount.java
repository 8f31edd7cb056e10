package dev.oneping.notify.memory;

/**
 * How often a person was asked, and how often an answer came in time.
 *
 * @param asked    how often
 * @param answered how often of these
 */
record AckCount(int asked, int answered) {

    static final AckCount ANSWERED = new AckCount(1, 1);
    static final AckCount UNANSWERED = new AckCount(1, 0);

    AckCount and(AckCount more) {
        return new AckCount(asked + more.asked, answered + more.answered);
    }
}
