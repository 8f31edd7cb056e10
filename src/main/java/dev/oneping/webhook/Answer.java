package dev.oneping.webhook;

import org.jspecify.annotations.Nullable;

/**
 * What came back from one attempt.
 *
 * @param outcome how it ended
 * @param body    the beginning of the answer's body, invalid UTF-8 replaced; null where there was no answer
 */
record Answer(Outcome outcome, @Nullable String body) {

    static Answer none(Outcome outcome) {
        return new Answer(outcome, null);
    }
}
