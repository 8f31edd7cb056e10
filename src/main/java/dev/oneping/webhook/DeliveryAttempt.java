package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as it is kept and shown.
 *
 * @param number     from 1
 * @param at         when it began
 * @param durationMs how long it took, in milliseconds
 * @param outcome    the status of the answer, or a word of a closed list
 * @param response   the beginning of an answer that was no success
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryAttempt(
        int number,
        Instant at,
        long durationMs,
        String outcome,
        @Nullable String response) {}
