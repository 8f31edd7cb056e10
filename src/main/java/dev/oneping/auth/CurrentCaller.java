package dev.oneping.auth;

import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who makes the request that is being answered. Only to be asked in a method that says which role it wants. */
@Singleton
public class CurrentCaller {

    /** The role of a device. */
    public static final String DEVICE = "device";

    static final String ATTRIBUTE = "oneping.caller";

    private final CurrentIdentityAssociation identity;

    CurrentCaller(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    /** The caller. */
    public Caller get() {
        Caller caller = identity.getIdentity().getAttribute(ATTRIBUTE);
        if (caller == null) {
            throw Problem.of(ProblemType.UNAUTHENTICATED, "This needs a credential.");
        }
        return caller;
    }

    /** Who an identity is, where the request is answered by no resource; empty for nobody. */
    public static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    /** On whose account. */
    public TenantId tenant() {
        return get().tenant();
    }
}
