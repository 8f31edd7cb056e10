package dev.oneping.presence.user;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.device.DeviceRegistry;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Users' preferences, as their app maintains them. */
@Path("/v1/users/{user}/preferences")
@RolesAllowed(Scope.DEVICES_ROLE)
public class PreferencesResource {

    private final DeviceRegistry registry;
    private final ChannelNames channels;
    private final CurrentCaller caller;

    PreferencesResource(DeviceRegistry registry, ChannelNames channels, CurrentCaller caller) {
        this.registry = registry;
        this.channels = channels;
        this.caller = caller;
    }

    /** Replaces all preferences; omitted ones are reset. */
    @PUT
    public Uni<Preferences> setPreferences(@PathParam("user") UserId user, @NotNull Preferences preferences) {
        UserRef owner = of(user);
        return checked(owner.tenant(), preferences).chain(() -> registry.setPreferences(owner, preferences));
    }

    /** Rejects channels that do not exist: a misspelled name would silence the category without a word. */
    private Uni<Void> checked(TenantId tenant, Preferences preferences) {
        return preferences.categories().values().stream().allMatch(each -> each.channels() == null)
                ? Uni.createFrom().voidItem()
                : channels.of(tenant)
                        .invoke(known -> {
                            List<Violation> unknown = unknown(preferences, known);
                            if (!unknown.isEmpty()) {
                                throw Problem.invalid(unknown);
                            }
                        })
                        .replaceWithVoid();
    }

    private static List<Violation> unknown(Preferences preferences, Set<String> known) {
        List<Violation> unknown = new ArrayList<>();
        new TreeMap<>(preferences.categories())
                .forEach((category, preference) -> Stream.ofNullable(preference.channels())
                        .flatMap(Set::stream)
                        .filter(channel -> !known.contains(channel))
                        .sorted()
                        .forEach(channel -> unknown.add(Violation.at(
                                "/categories/" + category.replace("~", "~0").replace("/", "~1") + "/channels",
                                Violation.NOT_ALLOWED,
                                "Unknown channel '" + channel + "'; use " + String.join(", ", new TreeSet<>(known))
                                        + "."))));
        return unknown;
    }

    /** Returns the preferences; an empty object if there are none. */
    @GET
    @RolesAllowed({Scope.DEVICES_ROLE, CurrentCaller.DEVICE})
    public Uni<Preferences> read(@PathParam("user") UserId user) {
        return registry.preferences(of(user));
    }

    private UserRef of(UserId user) {
        return caller.user(user);
    }
}
