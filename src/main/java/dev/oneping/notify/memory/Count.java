package dev.oneping.notify.memory;

/**
 * How often a person was asked, and how often an answer came in time.
 *
 * @param asked    how often
 * @param answered how often of these
 */
record Count(int asked, int answered) {

    static final Count ANSWERED = new Count(1, 1);
    static final Count UNANSWERED = new Count(1, 0);

    Count and(Count more) {
        return new Count(asked + more.asked, answered + more.answered);
    }
}
