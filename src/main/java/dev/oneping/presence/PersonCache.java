package dev.oneping.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The people that this node has read or changed lately. It is a hint that saves reading and parsing, never the truth:
 * whatever is decided on it is committed only if the version is still the same.
 */
@Singleton
class PersonCache {

    private static final Duration KEPT_UNUSED = Duration.ofMinutes(2);

    private final Cache<UserRef, Person> people;

    PersonCache(PresenceConfig config) {
        people = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(config.remembered())
                .expireAfterAccess(KEPT_UNUSED)
                .build();
    }

    Optional<Person> recall(UserRef user) {
        return Optional.ofNullable(people.getIfPresent(user));
    }

    void keep(Person person) {
        people.put(person.user(), person);
    }

    /** The person that a hash holds, parsed only if it is not at the version remembered. */
    Person read(UserRef user, Map<String, String> hash) {
        Person known = people.getIfPresent(user);
        Person person = known != null && known.version() != 0 && known.version() == PersonHash.version(hash)
                ? PersonHash.refreshed(known, hash)
                : PersonHash.read(user, hash);
        people.put(user, person);
        return person;
    }

    /** Takes note of a lease that was extended. */
    void extended(UserRef user, SessionId session, Instant until) {
        people.asMap().computeIfPresent(user, (ignored, person) -> {
            Lease lease = person.leases().get(session);
            return lease == null ? person : person.with(session, new Lease(lease.session(), until));
        });
    }
}
