package dev.oneping.events;

import dev.oneping.model.UserRef;
import java.time.Instant;

/**
 * An event as stored in the log.
 *
 * @param id      its id, the same for every reader and every attempt to deliver it
 * @param type   the name in the catalogue
 * @param user    the user concerned
 * @param version increases by one with each event of that user
 * @param time            the time of appending, by the clock of Redis
 * @param data    the JSON of the {@link Event}
 */
public record LoggedEvent(EventId id, String type, UserRef user, long version, Instant time, String data) {}
