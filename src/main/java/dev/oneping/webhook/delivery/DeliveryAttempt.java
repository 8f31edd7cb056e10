package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, as it is stored and as the API returns it.
 *
 * @param number     from 1
 * @param at         its start
 * @param durationMs its duration in milliseconds
 * @param outcome    the status code of the response, or an error code of a closed list
 * @param response   the beginning of the response body, unless the attempt succeeded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryAttempt(
        int number,
        Instant at,
        long durationMs,
        String outcome,
        @Nullable String response) {}
