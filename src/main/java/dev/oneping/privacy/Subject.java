package dev.oneping.privacy;

import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import org.jspecify.annotations.Nullable;

/**
 * The owner of data that is exported or erased: one user, or a tenant with all of its users.
 *
 * @param tenant the account
 * @param user   the user in it; null for the whole tenant
 */
record Subject(TenantId tenant, @Nullable UserId user) {

    static Subject of(UserRef user) {
        return new Subject(user.tenant(), user.user());
    }

    static Subject of(TenantId tenant) {
        return new Subject(tenant, null);
    }

    boolean isTenant() {
        return user == null;
    }

    /** Returns {@code tenant:user}, or the tenant alone. */
    String address() {
        return user == null ? tenant.value() : tenant + ":" + user;
    }

    /** Returns whether a text is this address, or begins with it and goes on with {@code :} or {@code |}. */
    boolean owns(String text) {
        String address = address();
        return text.startsWith(address)
                && (text.length() == address.length()
                        || text.charAt(address.length()) == ':'
                        || text.charAt(address.length()) == '|');
    }

    /** Returns whether these are the tenant and the user of the data; a tenant owns those of all of its users. */
    boolean owns(@Nullable String ofTenant, @Nullable String ofUser) {
        return tenant.value().equals(ofTenant) && (user == null || user.value().equals(ofUser));
    }
}
