package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.ProviderResult;

/**
 * A CDI event: a channel's provider returned a result for an attempt. It may be lost: then the attempt is sent again.
 *
 * @param sent    the state when it was handed over
 * @param attempt the attempt
 * @param receipt the result
 */
record ProviderResultEvent(VersionedState sent, Attempt attempt, ProviderResult result) {}
