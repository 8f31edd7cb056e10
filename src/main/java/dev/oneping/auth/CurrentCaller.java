package dev.oneping.auth;

import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The caller of the current request. To be used only in methods that require a role. */
@Singleton
public class CurrentCaller {

    /** The role of a device. */
    public static final String DEVICE = "device";

    static final String ATTRIBUTE = "oneping.caller";

    private final CurrentIdentityAssociation identity;

    CurrentCaller(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    /** Returns the caller. */
    public Caller get() {
        Caller caller = identity.getIdentity().getAttribute(ATTRIBUTE);
        if (caller == null) {
            throw Problem.of(ProblemType.UNAUTHENTICATED, "A credential is required.");
        }
        return caller;
    }

    /** Returns the caller of an identity, for requests that no resource handles; empty for an anonymous one. */
    public static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    /** Returns the caller's tenant. */
    public TenantId tenant() {
        return get().tenant();
    }
}
