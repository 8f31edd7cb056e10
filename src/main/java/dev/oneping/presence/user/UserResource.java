package dev.oneping.presence.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.store.PresentUsers;
import dev.oneping.presence.store.UserIndex;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tenant's users: a list of them, and how many are online. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Scope.PRESENCE_ROLE, Scope.INSPECT_ROLE})
public class UserResource {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.@-]{0,64}");
    private static final int MAX_LIMIT = 250;

    private final UserDirectory directory;
    private final UserIndex index;
    private final PresentUsers present;
    private final CurrentCaller caller;

    UserResource(UserDirectory directory, UserIndex index, PresentUsers present, CurrentCaller caller) {
        this.directory = directory;
        this.index = index;
        this.present = present;
        this.caller = caller;
    }

    /**
     * Lists users by name.
     *
     * @param prefix the beginning of their names; any if omitted
     * @param online only those who are online, or only those who are not; all if omitted
     */
    @GET
    @Path("/users")
    public Uni<Page> list(
            @QueryParam("prefix") @DefaultValue("") String prefix,
            @QueryParam("online") @Nullable Boolean online,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("after") @Nullable String after) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw wrong("limit", "limit must be from 1 to " + MAX_LIMIT + ".");
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw wrong("prefix", "prefix must be at most 64 of A-Z a-z 0-9 _ . @ -, as names are.");
        }
        return directory
                .page(caller.tenant(), prefix, online, cursor(after), limit)
                .map(Page::of);
    }

    /** Counts the users, and those who are online by their attention. */
    @GET
    @Path("/presence/summary")
    public Uni<Summary> count() {
        TenantId tenant = caller.tenant();
        return Uni.combine()
                .all()
                .unis(index.count(tenant), present.count(tenant))
                .with(Summary::of);
    }

    private static @Nullable UserId cursor(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return null;
        }
        try {
            return new UserId(after);
        } catch (IllegalArgumentException e) {
            throw wrong("after", "Invalid cursor; use 'next_cursor' of an earlier response, or omit it.");
        }
    }

    private static Problem wrong(String parameter, String detail) {
        return Problem.invalid(Violation.inParameter(parameter, Violation.NOT_ALLOWED, detail));
    }

    /**
     * A page of users.
     *
     * @param nextCursor the cursor of the next page; null on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<Entry> data, @Nullable String nextCursor, boolean hasMore) {

        static Page of(UserDirectory.Result result) {
            UserId next = result.next();
            return new Page(
                    result.users().stream().map(Entry::of).toList(), next == null ? null : next.value(), next != null);
        }
    }

    /**
     * A user in the list.
     *
     * @param online        whether any device is online
     * @param attention     the attention of the most attentive device
     * @param since         when that attention began; null if nothing is known
     * @param devices       the number of devices that are registered or online
     * @param onlineDevices those of them that are online, the most attentive first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            UserId user,
            boolean online,
            State attention,
            @Nullable Instant since,
            int devices,
            List<DeviceId> onlineDevices) {

        static Entry of(Presence user) {
            boolean isKnown = user.attention().state() != State.UNKNOWN;
            return new Entry(
                    user.user().user(),
                    UserDirectory.isOnline(user),
                    user.attention().state(),
                    isKnown ? user.attention().since() : null,
                    user.devices().size(),
                    user.devices().stream()
                            .filter(Device::online)
                            .map(Device::id)
                            .toList());
        }
    }

    /**
     * The number of users.
     *
     * @param users     users with a device, preferences or addresses
     * @param online    those of them who have a device online
     * @param attention those who are online, by their attention
     */
    public record Summary(long users, long online, Map<State, Long> attention) {

        static Summary of(long users, Map<State, Long> attention) {
            long online = attention.values().stream().mapToLong(Long::longValue).sum();
            return new Summary(users, online, attention);
        }
    }
}
