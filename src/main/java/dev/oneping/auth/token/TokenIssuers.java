package dev.oneping.auth.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.RandomSecrets;
import dev.oneping.auth.SecretBox;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.redis.BoundedHash;
import dev.oneping.redis.NodeChannel;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.StoredJson;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parties that sign device tokens of tenants: {@code token-issuers:{t}} has a field for each, and {@code oneping:token-issuer:<mark>}
 * leads from {@code iss} and {@code aud} to the one issuer that has this pair. To remove or replace an issuer ends what its tokens
 * opened, on every node.
 */
@Singleton
public class TokenIssuers {

    /** Ends the name of the issuer in the id of a token; no id of our own tokens has it. */
    static final String OF = ":";

    private static final String OWNS = "::";
    private static final String TOPIC = "revoked-issuers";

    private final RedisPipeline redis;
    private final NodeChannel nodes;
    private final Event<IssuerRevoked> revoked;
    private final StoredJson json;
    private final SecretBox box;
    private final AddressGuard guard;
    private final AuthConfig config;
    private final Clock clock;

    TokenIssuers(
            RedisPipeline redis,
            NodeChannel nodes,
            Event<IssuerRevoked> revoked,
            ObjectMapper json,
            SecretBox box,
            AddressGuard guard,
            AuthConfig config,
            Clock clock) {
        this.redis = redis;
        this.nodes = nodes;
        this.revoked = revoked;
        this.json = new StoredJson(json);
        this.box = box;
        this.guard = guard;
        this.config = config;
        this.clock = clock;
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listenToBroadcasts(TOPIC, message -> {
            String[] parts = message.split(" ", 2);
            revoked.fire(new IssuerRevoked(new TenantId(parts[0]), parts[1]));
        });
    }

    /**
     * Stores an issuer, in place of one with the same name.
     *
     * @throws Problem 400 for unusable keys, 409 if another issuer has this pair, 429 if there are too many
     */
    public Uni<TokenIssuer> put(TenantId tenant, TokenIssuer.Wanted wanted) {
        List<TokenIssuer.KnownKey> keys = checked(wanted);
        // Two colons: what follows one would be read as a user.
        String owner = tenant + OWNS + wanted.name();
        String mark = mark(wanted.iss(), wanted.aud());
        return stored(tenant, wanted.name()).chain(found -> {
            Optional<TokenIssuer.Stored> same = found.filter(before -> isSame(tenant, before, wanted));
            return same.isPresent()
                    ? Uni.createFrom().item(same.get().issuer())
                    : redis.command(Command.SETNX, mark, owner)
                            .chain(() -> redis.command(Command.GET, mark))
                            .invoke(reply -> {
                                if (!owner.equals(reply.text())) {
                                    throw Problem.of(
                                            ProblemType.CONFLICT,
                                            "Another issuer has this pair of iss and aud; choose an aud of your own.");
                                }
                            })
                            .chain(() -> write(tenant, wanted, keys, found.orElse(null)));
        });
    }

    private List<TokenIssuer.KnownKey> checked(TokenIssuer.Wanted wanted) {
        String keys = wanted.keys();
        String url = wanted.jwksUrl();
        try {
            if (url != null) {
                guard.parse(url);
            }
            return keys == null ? List.of() : SigningKeys.parse(keys, true).shown();
        } catch (EndpointUrl.Refused e) {
            throw Problem.invalid(Violation.at("/jwks_url", Violation.NOT_ALLOWED, "jwks_url " + e.getMessage() + "."));
        } catch (SigningKeys.Unusable e) {
            throw Problem.invalid(Violation.at("/keys", Violation.NOT_ALLOWED, "keys " + e.getMessage() + "."));
        }
    }

    private boolean isSame(TenantId tenant, TokenIssuer.Stored before, TokenIssuer.Wanted wanted) {
        TokenIssuer issuer = before.issuer();
        String sealed = before.sealed();
        return issuer.iss().equals(wanted.iss())
                && issuer.aud().equals(wanted.aud())
                && Objects.equals(issuer.jwksUrl(), wanted.jwksUrl())
                && Objects.equals(
                        sealed == null ? null : box.open(sealed, place(tenant, issuer.name())), wanted.keys());
    }

    private Uni<TokenIssuer> write(
            TenantId tenant,
            TokenIssuer.Wanted wanted,
            List<TokenIssuer.KnownKey> keys,
            TokenIssuer.@Nullable Stored before) {
        Instant kept = before != null && keepsKeys(tenant, before, wanted)
                ? before.issuer().changedAt()
                : null;
        TokenIssuer issuer = new TokenIssuer(
                wanted.name(),
                wanted.iss(),
                wanted.aud(),
                wanted.jwksUrl(),
                keys,
                kept == null ? clock.instant() : kept);
        String given = wanted.keys();
        String sealed = given == null ? null : box.seal(given, place(tenant, wanted.name()));
        Uni<Void> written = BoundedHash.put(
                        redis,
                        key(tenant),
                        wanted.name(),
                        json.write(new TokenIssuer.Stored(issuer, sealed)),
                        config.maxIssuers())
                .chain(result -> result == BoundedHash.Result.FULL
                        ? forget(issuer, null).onItem().failWith(this::tooMany)
                        : Uni.createFrom().voidItem());
        return before == null
                ? written.replaceWith(issuer)
                : written.chain(() -> forget(before.issuer(), issuer))
                        .chain(() -> kept == null
                                ? end(tenant, issuer.name())
                                : Uni.createFrom().voidItem())
                        .replaceWith(issuer);
    }

    /** Returns whether keys are only added, so that what the others have signed still counts. */
    private boolean keepsKeys(TenantId tenant, TokenIssuer.Stored before, TokenIssuer.Wanted wanted) {
        String given = wanted.keys();
        String known = opened(tenant, before);
        if (given == null
                || known == null
                || !mark(before.issuer().iss(), before.issuer().aud()).equals(mark(wanted.iss(), wanted.aud()))) {
            return false;
        }
        try {
            return SigningKeys.parse(given, true).hasAll(SigningKeys.parse(known, true));
        } catch (SigningKeys.Unusable e) {
            return false;
        }
    }

    private Problem tooMany() {
        return Problem.of(
                ProblemType.LIMIT_REACHED,
                "The tenant has " + config.maxIssuers() + " token issuers; delete an unused one.");
    }

    private Uni<Void> forget(TokenIssuer before, @Nullable TokenIssuer after) {
        String old = mark(before.iss(), before.aud());
        return after != null && old.equals(mark(after.iss(), after.aud()))
                ? Uni.createFrom().voidItem()
                : redis.command(Command.DEL, old).replaceWithVoid();
    }

    private Uni<Void> end(TenantId tenant, String name) {
        return nodes.broadcast(TOPIC, tenant + " " + name);
    }

    /** Removes an issuer; returns it as it was, empty if there is none. */
    public Uni<Optional<TokenIssuer>> delete(TenantId tenant, String name) {
        return stored(tenant, name)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.<TokenIssuer>empty())
                        : redis.command(Command.HDEL, key(tenant), name)
                                .chain(() -> forget(found.get().issuer(), null))
                                .chain(() -> end(tenant, name))
                                .replaceWith(found.map(TokenIssuer.Stored::issuer)));
    }

    /** Finds an issuer by its name. */
    public Uni<Optional<TokenIssuer>> find(TenantId tenant, String name) {
        return stored(tenant, name).map(found -> found.map(TokenIssuer.Stored::issuer));
    }

    /** Lists all issuers of a tenant by name. */
    public Uni<List<TokenIssuer>> list(TenantId tenant) {
        return redis.command(Command.HVALS, key(tenant))
                .map(reply -> reply.texts().stream()
                        .map(text -> json.read(text, TokenIssuer.Stored.class).issuer())
                        .sorted(Comparator.comparing(TokenIssuer::name))
                        .toList());
    }

    /** Finds the tenant and the issuer of a pair. */
    Uni<Optional<Found>> of(String iss, String aud) {
        return redis.command(Command.GET, mark(iss, aud)).chain(reply -> {
            if (reply.isNil()) {
                return Uni.createFrom().item(Optional.<Found>empty());
            }
            String[] owner = reply.text().split(OWNS, 2);
            TenantId tenant = new TenantId(owner[0]);
            return stored(tenant, owner[1])
                    .map(found -> found.filter(stored -> stored.issuer().iss().equals(iss)
                                    && stored.issuer().aud().equals(aud))
                            .map(stored -> new Found(tenant, stored.issuer(), opened(tenant, stored))));
        });
    }

    private @Nullable String opened(TenantId tenant, TokenIssuer.Stored stored) {
        String sealed = stored.sealed();
        return sealed == null
                ? null
                : box.open(sealed, place(tenant, stored.issuer().name()));
    }

    /** Returns whether a token with this id that was accepted then is of no issuer, or of one that was not changed since. */
    public Uni<Boolean> counts(TenantId tenant, @Nullable String tokenId, @Nullable Instant accepted) {
        if (tokenId == null || accepted == null || !tokenId.contains(OF)) {
            return Uni.createFrom().item(true);
        }
        return find(tenant, tokenId.substring(0, tokenId.indexOf(OF)))
                .map(found -> found.isPresent() && found.get().changedAt().isBefore(accepted));
    }

    private Uni<Optional<TokenIssuer.Stored>> stored(TenantId tenant, String name) {
        return redis.command(Command.HGET, key(tenant), name)
                .map(reply -> reply.isNil()
                        ? Optional.empty()
                        : Optional.of(json.read(reply.text(), TokenIssuer.Stored.class)));
    }

    private static String key(TenantId tenant) {
        return "token-issuers:{" + tenant + "}";
    }

    private static String place(TenantId tenant, String name) {
        return "token-issuer:" + tenant + ":" + name;
    }

    private static String mark(String iss, String aud) {
        return "oneping:token-issuer:" + RandomSecrets.sha256(iss.length() + ":" + iss + aud);
    }

    /**
     * An issuer of a tenant with its keys.
     *
     * @param keys those that were given; null if they are fetched
     */
    record Found(
            TenantId tenant, TokenIssuer issuer, @Nullable String keys) {

        /** Omits the keys. */
        @Override
        public String toString() {
            return "Found[" + issuer.name() + "]";
        }
    }
}
