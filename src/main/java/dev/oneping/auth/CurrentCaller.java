package dev.oneping.auth;

import dev.oneping.auth.Caller.AppCaller;
import dev.oneping.auth.Caller.DeviceCaller;
import dev.oneping.auth.CallerIdentity.CallerPrincipal;
import dev.oneping.model.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/**
 * Who makes the present request. For methods with {@code @RolesAllowed} only: there the caller is known before the method
 * begins, so that nothing here blocks. A method without has no caller, and fails here.
 */
@Singleton
public class CurrentCaller {

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Whoever it is. */
    public Caller any() {
        if (identity.getPrincipal() instanceof CallerPrincipal principal) {
            return principal.caller();
        }
        throw new IllegalStateException("this method lets in callers without a credential");
    }

    /** The account that is acted for. */
    public TenantId tenant() {
        return any().tenant();
    }

    /** The app; for methods whose roles are scopes. */
    public AppCaller app() {
        if (any() instanceof AppCaller app) {
            return app;
        }
        throw new IllegalStateException("this method lets in devices");
    }

    /** The device; for methods whose only role is {@link Roles#DEVICE}. */
    public DeviceCaller device() {
        if (any() instanceof DeviceCaller device) {
            return device;
        }
        throw new IllegalStateException("this method lets in apps");
    }
}
