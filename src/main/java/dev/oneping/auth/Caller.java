package dev.oneping.auth;

import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Who calls, proven by a credential. */
public sealed interface Caller {

    /** The account that the credential belongs to. */
    TenantId tenant();

    /** The roles that {@code @RolesAllowed} asks for, as in {@link Roles}. */
    Set<String> roles();

    /**
     * An app's server, by API key.
     *
     * @param scopes what the key may be used for
     */
    record AppCaller(TenantId tenant, Set<Scope> scopes) implements Caller {

        /** Copies the scopes. */
        public AppCaller {
            scopes = Set.copyOf(scopes);
        }

        /** One for each scope; the scope {@code admin} stands for all. */
        @Override
        public Set<String> roles() {
            Set<Scope> effective = scopes.contains(Scope.ADMIN) ? EnumSet.allOf(Scope.class) : scopes;
            return effective.stream().map(Scope::role).collect(Collectors.toUnmodifiableSet());
        }
    }

    /** One person's device, by device token or ticket. */
    record DeviceCaller(TenantId tenant, UserId user, DeviceId device) implements Caller {

        /** The full address of the person. */
        public UserRef person() {
            return new UserRef(tenant, user);
        }

        @Override
        public Set<String> roles() {
            return Set.of(Roles.DEVICE);
        }
    }
}
