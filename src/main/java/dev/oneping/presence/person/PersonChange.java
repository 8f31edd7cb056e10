package dev.oneping.presence.person;

import dev.oneping.change.Change;

/** A change to a user's stored facts. */
@FunctionalInterface
public interface PersonChange<R> extends Change<Person, PersonChange.Draft, PersonUpdate, R> {

    /**
     * The facts to store.
     *
     * @param reason why the sessions that the draft omits end, as the code used in events
     */
    record Draft(Person person, String reason) {

        public static Draft of(Person person) {
            return new Draft(person, "");
        }
    }
}
