package dev.oneping.auth;

import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import java.util.Set;

/** Who calls. */
public sealed interface Caller {

    /** On whose account. */
    TenantId tenant();

    /**
     * An app, by its API key.
     *
     * @param key    the public part of the key
     * @param scopes what the key may be used for
     */
    record App(TenantId tenant, String key, Set<Scope> scopes) implements Caller {
        /** Copies the scopes. */
        public App {
            scopes = Set.copyOf(scopes);
        }
    }

    /** One device of one person, by its token. */
    record Device(TenantId tenant, UserId user, DeviceId device) implements Caller {

        /** Whose device it is. */
        public UserRef userRef() {
            return new UserRef(tenant, user);
        }
    }
}
