package dev.oneping.privacy;

/**
 * A kind of Redis key, by its shape: the name without the parts that are ids, as {@code docs/redis-keys.md} lists it.
 *
 * @param shape   for example <code>{s}:ntf</code>
 * @param owner   finds out whom a whole key belongs to
 * @param entries finds out whom one entry of a shared key belongs to
 */
record KeyKind(String shape, Owner owner, Entries entries) {

    /** Finds out whom a whole key of a kind belongs to. */
    enum Owner {
        /** To the user whose tenant and id follow the shape. */
        USER,
        /** To the tenant whose id follows the shape; single entries may belong to users. */
        TENANT,
        /** To the user that the stored notification names as its recipient. */
        NOTIFICATION,
        /** To the tenant and the user that the fields of a webhook delivery name. */
        DELIVERY,
        /** To the user or tenant with whose address the value begins. */
        VALUE,
        /** To the tenant in the field {@code tenant}. */
        FIELD,
        /** To the owner of the notification whose id is in the value; the tenant follows the shape. */
        IDEMPOTENCY,
        /** To the owner of the subscription or signal URL whose id follows the shape. */
        ID,
        /** To the user whose id follows that of a subscription. */
        ID_AND_USER,
        /**
         * To the tenant. It names a user, and yet is kept when the user is erased: without it a token that was issued before
         * would count again. It expires with the longest such token.
         */
        REVOCATION,
        /** To the tenant, of which it is the record: the caller of the erasure deletes it last. */
        TENANT_RECORD,
        /** To the service. */
        NOBODY
    }

    /** Finds out whom an entry of a shared key belongs to. */
    enum Entries {
        /** There are none, or they have the owner of the key. */
        NONE,
        /** Members that begin with {@code tenant:user}. */
        ADDRESSES,
        /** Members that are user ids; the tenant follows the shape. */
        USERS,
        /** Members that are tenant ids. */
        TENANTS,
        /** Members that end with a slash and a tenant id. */
        TENANTS_LAST,
        /** Members that end with {@code |user:} and the id of a user; the tenant follows the shape. */
        VIEWERS,
        /** Stream entries with the address of a user in the field {@code user}. */
        EVENTS,
        /** Stream entries with the facts of a decision about a notification. */
        DECISIONS,
        /** The members of a group. */
        GROUP,
        /** The subscribers of a topic. */
        TOPIC,
        /** The recipients of a notification for many users. */
        RECIPIENTS
    }

    /** Returns whether a key of this kind, or an entry of it, can be about a user. */
    boolean isPersonal() {
        return switch (owner) {
            case USER, NOTIFICATION, DELIVERY, VALUE, IDEMPOTENCY, ID, ID_AND_USER, REVOCATION -> true;
            case TENANT, FIELD, TENANT_RECORD, NOBODY ->
                entries != Entries.NONE && entries != Entries.TENANTS && entries != Entries.TENANTS_LAST;
        };
    }

    /** Returns whether a key of this kind belongs to the service as a whole. */
    boolean isOfTheService() {
        return owner == Owner.NOBODY && entries == Entries.NONE;
    }
}
