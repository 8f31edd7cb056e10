package dev.oneping.notify.memory;

/**
 * The number of times that a user was asked, and of answers in time.
 *
 * @param asked    the number of attempts
 * @param answered the number of those that were answered
 */
record AckCount(int asked, int answered) {

    static final AckCount ANSWERED = new AckCount(1, 1);
    static final AckCount UNANSWERED = new AckCount(1, 0);

    AckCount and(AckCount more) {
        return new AckCount(asked + more.asked, answered + more.answered);
    }
}
