package dev.oneping.auth;

import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** The caller of the current request. To be used only in methods that require a role. */
@Singleton
public class CurrentCaller {

    /** The role of a device. */
    public static final String DEVICE = "device";

    /** The role of a device with an ack ticket, which permits the acks of one notification and nothing else. */
    public static final String ACK = "ack";

    public static final String ATTRIBUTE = "oneping.caller";
    public static final String ONLY = "oneping.only";
    public static final String EXPIRES_AT = "oneping.expires-at";
    public static final String TOKEN_ID = "oneping.token-id";

    /** The name by which a device means its own user in a path. */
    private static final String ME = "me";

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

    /** Returns when the caller's credential expires; empty if it does not. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(identity.getIdentity().getAttribute(EXPIRES_AT));
    }

    /** Returns the id of the caller's token; empty for a key, or a token without one. */
    public Optional<String> tokenId() {
        return Optional.ofNullable(identity.getIdentity().getAttribute(TOKEN_ID));
    }

    /** Returns the caller of an identity, for requests that no resource handles; empty for an anonymous one. */
    public static Optional<Caller> of(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
    }

    /** Returns the caller's tenant. */
    public TenantId tenant() {
        return get().tenant();
    }

    /**
     * Returns whether the caller may read the content of the notifications that it may read: every device may, and an app
     * whose key may send them.
     */
    public boolean maySeeContent() {
        return switch (get()) {
            case Caller.App app -> Scope.roles(app.scopes()).contains(Scope.NOTIFY_ROLE);
            case Caller.Device ignored -> true;
        };
    }

    /** Rejects a caller with an ack ticket for another notification. */
    public void checkAck(NotificationId notification) {
        NotificationId only = identity.getIdentity().getAttribute(ONLY);
        if (only != null && !only.equals(notification)) {
            throw Problem.of(ProblemType.FORBIDDEN, "The ack ticket is valid for another notification.");
        }
    }

    /**
     * Returns the user that a path names: any of the tenant for an app; for a device its own, which {@code me} means, too.
     * Another user is not found, so that a device learns nothing about the others.
     */
    public UserRef user(UserId named) {
        return switch (get()) {
            case Caller.App app -> new UserRef(app.tenant(), named);
            case Caller.Device device -> {
                if (!named.equals(device.user()) && !named.value().equals(ME)) {
                    throw Problem.notFound("user '" + named + "'");
                }
                yield device.userRef();
            }
        };
    }
}
