package dev.oneping.auth.key;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An API key as it is stored, without the key itself. Immutable. */
final class StoredApiKey {

    static final String EXPIRES = "expires";
    static final String USED = "used";

    private final Caller.App app;
    private final CredentialResult valid;
    private final KnownApiKey shown;
    private final List<Cidr> blocks;

    StoredApiKey(Caller.App app, KnownApiKey shown) {
        this.app = app;
        this.valid = new CredentialResult.Valid(app);
        this.shown = shown;
        List<String> networks = shown.networks();
        this.blocks = networks == null
                ? List.of()
                : networks.stream().map(Cidr::parse).toList();
    }

    /** Reads the fields of a record; empty if there are none. */
    static Optional<StoredApiKey> of(Map<String, String> fields) {
        String id = fields.getOrDefault("id", "");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Set<Scope> scopes = Arrays.stream(fields.getOrDefault("scopes", "").split(","))
                .map(Scope::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
        String networks = fields.getOrDefault("networks", "");
        return Optional.of(new StoredApiKey(
                new Caller.App(new TenantId(fields.getOrDefault("tenant", "")), id, scopes),
                new KnownApiKey(
                        id,
                        fields.getOrDefault("name", ""),
                        List.copyOf(scopes),
                        Instant.parse(fields.getOrDefault("created", Instant.EPOCH.toString())),
                        text(fields, "prefix"),
                        time(fields, EXPIRES),
                        networks.isEmpty() ? null : List.of(networks.split(",")),
                        time(fields, USED))));
    }

    private static @Nullable String text(Map<String, String> fields, String field) {
        String text = fields.getOrDefault(field, "");
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Instant time(Map<String, String> fields, String field) {
        String text = text(fields, field);
        return text == null ? null : Instant.parse(text);
    }

    /** Returns the fields of its record. */
    Object[] fields(String record) {
        List<String> networks = shown.networks();
        return new Object[] {
            record,
            "tenant",
            app.tenant(),
            "id",
            shown.id(),
            "name",
            shown.name(),
            "scopes",
            shown.scopes().stream().map(Scope::role).sorted().collect(Collectors.joining(",")),
            "created",
            shown.createdAt(),
            "prefix",
            shown.prefix() == null ? "" : shown.prefix(),
            EXPIRES,
            shown.expiresAt() == null ? "" : shown.expiresAt(),
            "networks",
            networks == null ? "" : String.join(",", networks),
        };
    }

    /** Returns its caller. */
    Caller.App app() {
        return app;
    }

    /** Returns it without secrets, as it is listed. */
    KnownApiKey shown() {
        return shown;
    }

    /** Returns when it expires; null if it does not. */
    @Nullable
    Instant expires() {
        return shown.expiresAt();
    }

    /** Judges its use from an address at a time. */
    CredentialResult judge(@Nullable String address, Instant now) {
        Instant end = shown.expiresAt();
        if (end != null && !now.isBefore(end)) {
            return new CredentialResult.ExpiredKey(end);
        }
        return allows(address) ? valid : new CredentialResult.ForeignNetwork(String.valueOf(address));
    }

    private boolean allows(@Nullable String address) {
        if (blocks.isEmpty()) {
            return true;
        }
        if (address == null) {
            return false;
        }
        try {
            // The address of a connection is a literal, which is not looked up.
            byte[] from = InetAddress.getByName(address).getAddress();
            return blocks.stream().anyMatch(block -> block.contains(from));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
