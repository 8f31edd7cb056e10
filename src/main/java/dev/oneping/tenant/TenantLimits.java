package dev.oneping.tenant;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one tenant; null for each that is as the service is configured.
 *
 * @param notificationsPerDay how many notifications it may send on a day (UTC)
 * @param requestsPerSecond   how many requests each of its API keys may make, per second and node, in the long run
 * @param users               how many users it may store
 * @param subscriptions       how many subscriptions it may have
 * @param keys                how many API keys it may have
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TenantLimits(
        @Nullable Long notificationsPerDay,
        @Nullable Integer requestsPerSecond,
        @Nullable Integer users,
        @Nullable Integer subscriptions,
        @Nullable Integer keys) {

    /** The limits of a tenant for which none were set. */
    public static final TenantLimits CONFIGURED = new TenantLimits(null, null, null, null, null);

    private static final long MOST = 1_000_000_000;
    private static final long MOST_REQUESTS = 1_000_000;

    /** Returns these limits, with others in place of those that are null. */
    public TenantLimits orElse(TenantLimits others) {
        return new TenantLimits(
                notificationsPerDay == null ? others.notificationsPerDay : notificationsPerDay,
                requestsPerSecond == null ? others.requestsPerSecond : requestsPerSecond,
                users == null ? others.users : users,
                subscriptions == null ? others.subscriptions : subscriptions,
                keys == null ? others.keys : keys);
    }

    /**
     * Checks the ranges.
     *
     * @throws Problem 400 for the first limit that is out of range
     */
    public TenantLimits checked() {
        check("notifications_per_day", notificationsPerDay, MOST);
        check("requests_per_second", requestsPerSecond, MOST_REQUESTS);
        check("users", users, MOST);
        check("subscriptions", subscriptions, MOST);
        check("keys", keys, MOST);
        return this;
    }

    private static void check(String field, @Nullable Number value, long most) {
        if (value != null && (value.longValue() < 1 || value.longValue() > most)) {
            throw Problem.invalid(Violation.at(
                    "/limits/" + field, Violation.NOT_ALLOWED, field + " must be from 1 to " + most + "."));
        }
    }

    /** Returns a limit, or the configured one where the tenant has none. */
    public static int or(@Nullable Integer own, int configured) {
        return own == null ? configured : own;
    }
}
