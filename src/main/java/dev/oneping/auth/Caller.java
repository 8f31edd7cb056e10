package dev.oneping.auth;

import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import java.util.Set;

/** The authenticated caller of a request. */
public sealed interface Caller {

    /** Returns the caller's tenant. */
    TenantId tenant();

    /**
     * An app, by its API key.
     *
     * @param key    the public part of the key
     * @param scopes the key's scopes
     */
    record App(TenantId tenant, String key, Set<Scope> scopes) implements Caller {
        /** Copies the scopes. */
        public App {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A device of a user, by its token. */
    record Device(TenantId tenant, UserId user, DeviceId device) implements Caller {

        /** Returns the user of the device. */
        public UserRef userRef() {
            return new UserRef(tenant, user);
        }
    }
}
