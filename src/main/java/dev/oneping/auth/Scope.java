package dev.oneping.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The scopes of an API key. The string constants are the role names that resources require. */
public enum Scope {
    /** Send notifications, read and cancel them. */
    @JsonProperty("notify")
    NOTIFY(Scope.NOTIFY_ROLE),
    /** Read presence. */
    @JsonProperty("presence")
    PRESENCE(Scope.PRESENCE_ROLE),
    /** Register devices and preferences. */
    @JsonProperty("devices")
    DEVICES(Scope.DEVICES_ROLE),
    /** Register webhooks. */
    @JsonProperty("subscriptions")
    SUBSCRIPTIONS(Scope.SUBSCRIPTIONS_ROLE),
    /** Read events. */
    @JsonProperty("events")
    EVENTS(Scope.EVENTS_ROLE),
    /** Read and change rules. */
    @JsonProperty("rules")
    RULES(Scope.RULES_ROLE),
    /** Issue device tokens. */
    @JsonProperty("tokens")
    TOKENS(Scope.TOKENS_ROLE),
    /** Read notifications without their content, traces, presence, events and statistics; change nothing. */
    @JsonProperty("inspect")
    INSPECT(Scope.INSPECT_ROLE),
    /** Everything in the tenant, and API keys as well. */
    @JsonProperty("admin")
    ADMIN(Scope.ADMIN_ROLE),
    /** The tenants of the service; only for keys of the tenant {@code default}, and only from one that has it. */
    @JsonProperty("operator")
    OPERATOR(Scope.OPERATOR_ROLE);

    /** Role of {@link #NOTIFY}. */
    public static final String NOTIFY_ROLE = "notify";
    /** Role of {@link #PRESENCE}. */
    public static final String PRESENCE_ROLE = "presence";
    /** Role of {@link #DEVICES}. */
    public static final String DEVICES_ROLE = "devices";
    /** Role of {@link #SUBSCRIPTIONS}. */
    public static final String SUBSCRIPTIONS_ROLE = "subscriptions";
    /** Role of {@link #EVENTS}. */
    public static final String EVENTS_ROLE = "events";
    /** Role of {@link #RULES}. */
    public static final String RULES_ROLE = "rules";
    /** Role of {@link #TOKENS}. */
    public static final String TOKENS_ROLE = "tokens";
    /** Role of {@link #INSPECT}. */
    public static final String INSPECT_ROLE = "inspect";
    /** Role of {@link #ADMIN}. */
    public static final String ADMIN_ROLE = "admin";
    /** Role of {@link #OPERATOR}. */
    public static final String OPERATOR_ROLE = "operator";

    private static final Set<String> EVERY_ROLE = rolesOf(EnumSet.complementOf(EnumSet.of(OPERATOR)));

    private final String role;

    Scope(String role) {
        this.role = role;
    }

    /** Returns the name in the API, which is also the role that resources require. */
    public String role() {
        return role;
    }

    /** Returns the roles of a key with these scopes; an admin has all but that of an operator. */
    public static Set<String> roles(Set<Scope> scopes) {
        if (!scopes.contains(ADMIN)) {
            return rolesOf(scopes);
        }
        return scopes.contains(OPERATOR) ? rolesOf(EnumSet.allOf(Scope.class)) : EVERY_ROLE;
    }

    private static Set<String> rolesOf(Collection<Scope> scopes) {
        return scopes.stream().map(Scope::role).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the scope with a role name; empty for one that only a newer version knows. */
    public static Optional<Scope> named(String role) {
        return Arrays.stream(values()).filter(scope -> scope.role.equals(role)).findFirst();
    }
}
