package dev.oneping.events;

import dev.oneping.model.UserRef;
import java.time.Instant;

/**
 * An event as the log keeps it.
 *
 * @param id      its id, the same for every reader and every attempt to deliver it
 * @param type    its name in the catalogue
 * @param user    whom it happened to
 * @param version grows by one with each event of that person
 * @param time    when the log took it, by the clock of Redis
 * @param data    the JSON of the {@link Event}
 */
public record LoggedEvent(EventId id, String type, UserRef user, long version, Instant time, String data) {}
