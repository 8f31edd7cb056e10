package dev.oneping.model;

/**
 * The full address of a person: no user is known without the tenant.
 *
 * @param tenant the account
 * @param user   the person in it
 */
public record UserRef(TenantId tenant, UserId user) {

    /** The address {@code tenant:user}, unambiguous because neither part may hold a colon. */
    @Override
    public String toString() {
        return tenant + ":" + user;
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static UserRef parse(String address) {
        int colon = address.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a user address: " + address);
        }
        return new UserRef(new TenantId(address.substring(0, colon)), new UserId(address.substring(colon + 1)));
    }
}
