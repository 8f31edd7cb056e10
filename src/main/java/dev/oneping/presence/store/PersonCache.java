package dev.oneping.presence.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.person.Lease;
import dev.oneping.presence.person.Person;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A cache of the users that this node has recently read or changed. It saves reading and parsing but is never
 * authoritative: a decision based on it commits only if the version is unchanged.
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

    /** Returns the person in a hash, parsed only if the cached version differs. */
    Person read(UserRef user, Map<String, String> hash) {
        Person known = people.getIfPresent(user);
        Person person = known != null && known.version() != 0 && known.version() == PersonHash.version(hash)
                ? PersonHash.refreshed(known, hash)
                : PersonHash.read(user, hash);
        people.put(user, person);
        return person;
    }

    /** Updates the cached end of a lease. */
    void extended(UserRef user, SessionId session, Instant until) {
        people.asMap().computeIfPresent(user, (ignored, person) -> {
            Lease lease = person.leases().get(session);
            return lease == null ? person : person.with(session, new Lease(lease.session(), until));
        });
    }
}
