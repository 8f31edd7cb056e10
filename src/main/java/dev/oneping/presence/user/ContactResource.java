package dev.oneping.presence.user;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.device.DeviceRegistry;
import dev.oneping.presence.person.SealedAddress;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users' addresses on channels that need no device: e-mail and the app's own gateways. They are write-only: the API
 * never returns them.
 */
@Path("/v1/users/{user}/channels")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.DEVICES_ROLE)
public class ContactResource {

    private static final String EMAIL = "email";
    private static final java.util.regex.Pattern MAILBOX =
            java.util.regex.Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,189}");

    private final DeviceRegistry registry;
    private final MailChannel mail;
    private final CurrentCaller caller;

    ContactResource(DeviceRegistry registry, MailChannel mail, CurrentCaller caller) {
        this.registry = registry;
        this.mail = mail;
        this.caller = caller;
    }

    /** Sets the address on a channel, replacing an earlier one; answers 201 for the first. */
    @PUT
    @Path("/{channel}")
    public Uni<Response> put(
            @PathParam("user") UserId user,
            @PathParam("channel") @Pattern(regexp = WORD, message = A_WORD) String channel,
            @NotNull @Valid ContactRequest request) {
        if (channel.equals(EMAIL)) {
            checkMailbox(request.address());
        }
        return registry.setContact(of(user), channel, request.address()).map(result -> switch (result) {
            case DeviceRegistry.ContactResult.Done done ->
                Response.status(done.isNew() ? Response.Status.CREATED : Response.Status.OK)
                        .entity(Contact.of(channel, done.address()))
                        .build();
            case DeviceRegistry.ContactResult.TooMany many ->
                throw Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "'" + user + "' has addresses on " + many.limit() + " channels, which is the limit.");
        });
    }

    private void checkMailbox(String address) {
        if (!MAILBOX.matcher(address).matches()) {
            throw Problem.invalid(Violation.at(
                    "/address",
                    Violation.NOT_ALLOWED,
                    "'address' must be one mailbox of ASCII characters, like ann@example.org."));
        } else if (!mail.isConfigured()) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "This server sends no e-mail. Its operator must set oneping.channel.email.from and quarkus.mailer.* first.");
        }
    }

    /** Lists the channels on which the user has an address, including lost ones. */
    @GET
    public Uni<Listing> list(@PathParam("user") UserId user) {
        return registry.contacts(of(user))
                .map(contacts -> new Listing(contacts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> Contact.of(entry.getKey(), entry.getValue()))
                        .toList()));
    }

    /** Removes an address. */
    @DELETE
    @Path("/{channel}")
    public Uni<Response> remove(
            @PathParam("user") UserId user,
            @PathParam("channel") @Pattern(regexp = WORD, message = A_WORD) String channel) {
        return registry.removeContact(of(user), channel).map(removed -> {
            if (!removed) {
                throw Problem.notFound("address of '" + user + "' on '" + channel + "'");
            }
            return Response.noContent().build();
        });
    }

    private UserRef of(UserId user) {
        return new UserRef(caller.tenant(), user);
    }

    private static final String WORD = "[a-z0-9_-]{1,32}";
    private static final String A_WORD = "must be 1 to 32 of a-z 0-9 _ -";

    /**
     * An address on a channel.
     *
     * @param address a mailbox, a phone number, or any other form that the app's gateway understands
     */
    public record ContactRequest(
            @NotNull
            @Pattern(
                    regexp = "[^\\p{Cntrl}]{1,254}",
                    message = "must be 1 to 254 characters, none of them a control character")
            String address) {

        /** Leaves the address out. */
        @Override
        public String toString() {
            return "ContactRequest[REDACTED]";
        }
    }

    /**
     * An address on a channel, without the address itself.
     *
     * @param since when it was set
     * @param lost  why it is no longer good; null while it is good
     */
    public record Contact(
            String channel, Instant since, @Nullable String lost) {

        static Contact of(String channel, SealedAddress address) {
            return new Contact(channel, address.since(), address.lost());
        }
    }

    /** All addresses of one user. */
    public record Listing(List<Contact> data) {}
}
