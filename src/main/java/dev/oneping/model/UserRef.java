package dev.oneping.model;

/**
 * The full address of a user: a user id is unique only within its tenant.
 *
 * @param tenant the account
 * @param user   the user in it
 */
public record UserRef(TenantId tenant, UserId user) {

    /** The address {@code tenant:user}, unambiguous because neither part may hold a colon. */
    @Override
    public String toString() {
        return tenant + ":" + user;
    }

    /**
     * Parses the form that {@link #toString()} returns.
     *
     * @throws IllegalArgumentException if the address is malformed
     */
    public static UserRef parse(String address) {
        int colon = address.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a user address: " + address);
        }
        return new UserRef(new TenantId(address.substring(0, colon)), new UserId(address.substring(colon + 1)));
    }
}
