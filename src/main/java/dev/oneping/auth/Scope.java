package dev.oneping.auth;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an API key may be used for. In {@code @RolesAllowed} the names are the constants of {@link Roles}. */
public enum Scope {
    /** Send notifications, read and cancel them. */
    @JsonProperty(Roles.NOTIFY)
    NOTIFY(Roles.NOTIFY),
    /** Read who is present. */
    @JsonProperty(Roles.PRESENCE)
    PRESENCE(Roles.PRESENCE),
    /** Register devices, keep preferences. */
    @JsonProperty(Roles.DEVICES)
    DEVICES(Roles.DEVICES),
    /** Keep webhook subscriptions. */
    @JsonProperty(Roles.SUBSCRIPTIONS)
    SUBSCRIPTIONS(Roles.SUBSCRIPTIONS),
    /** Read events. */
    @JsonProperty(Roles.EVENTS)
    EVENTS(Roles.EVENTS),
    /** Read and change rules. */
    @JsonProperty(Roles.RULES)
    RULES(Roles.RULES),
    /** Issue device tokens. */
    @JsonProperty(Roles.TOKENS)
    TOKENS(Roles.TOKENS),
    /** Keep API keys; implies all the others. */
    @JsonProperty(Roles.ADMIN)
    ADMIN(Roles.ADMIN);

    private final String role;

    Scope(String role) {
        this.role = role;
    }

    /** The word for {@code @RolesAllowed}. */
    String role() {
        return role;
    }
}
