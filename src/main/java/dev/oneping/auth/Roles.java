package dev.oneping.auth;

/** The words for {@code @RolesAllowed}: one for each {@link Scope} of an API key, and one for every device token. */
public final class Roles {

    /** Send notifications, read and cancel them. */
    public static final String NOTIFY = "notify";
    /** Read who is present. */
    public static final String PRESENCE = "presence";
    /** Register devices, keep preferences. */
    public static final String DEVICES = "devices";
    /** Keep webhook subscriptions. */
    public static final String SUBSCRIPTIONS = "subscriptions";
    /** Read events. */
    public static final String EVENTS = "events";
    /** Read and change rules. */
    public static final String RULES = "rules";
    /** Issue device tokens. */
    public static final String TOKENS = "tokens";
    /** Keep API keys. */
    public static final String ADMIN = "admin";

    /** Held by whoever brings a device token, and by no API key. */
    public static final String DEVICE = "device";

    private Roles() {}
}
