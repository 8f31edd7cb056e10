package dev.oneping.channel.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.channel.ChannelHealth;
import dev.oneping.channel.ChannelHealth.Health;
import dev.oneping.channel.PushSender;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.outbound.sign.SigningKey;
import dev.oneping.presence.user.MailChannel;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gateways through which an app sends messages on channels of its own. */
@Path("/v1/channels")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.SUBSCRIPTIONS_ROLE)
@RunOnVirtualThread
public class GatewayResource {

    private static final String WORD = "(?!email$)[a-z0-9_-]{1,32}";
    private static final String A_WORD =
            "must be 1 to 32 characters from a-z 0-9 _ - and not 'email', which this service sends itself";
    private static final String EMAIL = "email";
    private static final int MOST = 32;

    private final GatewayStore store;
    private final AddressGuard guard;
    private final ChannelHealth channels;
    private final List<PushSender> push;
    private final MailChannel mail;
    private final CurrentCaller caller;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    GatewayResource(
            GatewayStore store,
            AddressGuard guard,
            ChannelHealth channels,
            @All List<PushSender> push,
            MailChannel mail,
            CurrentCaller caller,
            Clock clock) {
        this.store = store;
        this.guard = guard;
        this.channels = channels;
        this.push = List.copyOf(push);
        this.mail = mail;
        this.caller = caller;
        this.clock = clock;
    }

    /** Creates or replaces a channel's gateway; 201 if it is new. The key is shown only when it is created or given. */
    @PUT
    @Path("/{channel}")
    @Audited("audit.gateway.set")
    public Response put(
            @PathParam("channel") @Pattern(regexp = WORD, message = A_WORD) String channel,
            @NotNull @Valid GatewayRequest request) {
        demandPublic(request.url());
        Optional<Gateway> before = store.find(caller.tenant(), channel).await().indefinitely();
        boolean keeps = request.secret() == null && before.isPresent();
        SigningKey key = keeps ? before.get().key() : key(request.secret());
        Gateway gateway = new Gateway(
                channel, request.url(), key, before.map(Gateway::created).orElse(Instant.ofEpochMilli(clock.millis())));
        if (!store.put(caller.tenant(), gateway, MOST).await().indefinitely()) {
            throw Problem.of(ProblemType.LIMIT_REACHED, "The tenant has reached its limit of " + MOST + " channels.");
        }
        return Response.status(before.isEmpty() ? Response.Status.CREATED : Response.Status.OK)
                .entity(keeps ? GatewayView.of(gateway) : GatewayView.withSecret(gateway))
                .build();
    }

    /** Lists all gateways, and the channels that the service itself sends on, with how they did lately. */
    @GET
    @RolesAllowed({Scope.SUBSCRIPTIONS_ROLE, Scope.INSPECT_ROLE})
    public Listing list() {
        Map<String, Health> health = channels.read(caller.tenant()).await().indefinitely();
        List<GatewayView> own = store.all(caller.tenant()).await().indefinitely().stream()
                .map(gateway -> GatewayView.of(gateway).with(health.get(gateway.channel())))
                .toList();
        List<BuiltIn> built = Stream.concat(
                        push.stream()
                                .filter(PushSender::isReal)
                                .map(sender -> new BuiltIn(
                                        sender.service(), sender.isConfigured(), health.get(sender.service()))),
                        Stream.of(new BuiltIn(EMAIL, mail.isConfigured(), health.get(EMAIL))))
                .sorted(Comparator.comparing(BuiltIn::channel))
                .toList();
        return new Listing(own, built);
    }

    /** Removes a gateway: further attempts on its channel are rejected. */
    @DELETE
    @Path("/{channel}")
    @Audited("audit.gateway.deleted")
    public Response remove(@PathParam("channel") @Pattern(regexp = WORD, message = A_WORD) String channel) {
        if (!store.remove(caller.tenant(), channel).await().indefinitely()) {
            throw Problem.notFound("channel '" + channel + "'");
        }
        return Response.noContent().build();
    }

    private void demandPublic(String url) {
        try {
            if (guard.check(guard.parse(url)) instanceof AddressGuard.Verdict.Blocked) {
                throw refusal("/url", "'url' must resolve to a public address.");
            }
        } catch (EndpointUrl.Refused e) {
            throw refusal("/url", "'url' " + e.getMessage() + ".");
        }
    }

    private SigningKey key(@Nullable String secret) {
        try {
            return secret == null ? SigningKey.create(SignatureScheme.V1, random) : SigningKey.parse(secret);
        } catch (IllegalArgumentException e) {
            throw refusal(
                    "/secret",
                    "'secret' must be 'whsec_' followed by base64 of 24 to 64 bytes, or 'whsk_' followed by a key.");
        }
    }

    private static Problem refusal(String pointer, String rule) {
        return Problem.invalid(Violation.at(pointer, Violation.NOT_ALLOWED, rule));
    }

    /**
     * The settings of a gateway.
     *
     * @param url    the URL to which messages are posted
     * @param secret the secret that signs them; generated if absent
     */
    public record GatewayRequest(
            @NotNull String url, @Nullable String secret) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "GatewayRequest[REDACTED]";
        }
    }

    /**
     * A gateway.
     *
     * @param secret the secret with which the receiver verifies; null if it was shown before
     * @param health how it did lately; null if nothing was sent
     */
    public record GatewayView(
            String channel,
            String url,
            Instant created,
            @Nullable String secret,
            @Nullable Health health) {

        static GatewayView of(Gateway gateway) {
            return new GatewayView(gateway.channel(), gateway.url(), gateway.created(), null, null);
        }

        static GatewayView withSecret(Gateway gateway) {
            return new GatewayView(
                    gateway.channel(),
                    gateway.url(),
                    gateway.created(),
                    gateway.key().forReceiver(),
                    null);
        }

        private GatewayView with(@Nullable Health latest) {
            return new GatewayView(channel, url, created, secret, latest);
        }

        /** Omits the secret. */
        @Override
        public String toString() {
            return "GatewayView[REDACTED]";
        }
    }

    /**
     * A channel that the service itself sends on.
     *
     * @param configured whether the operator has configured it
     * @param health     how it did lately; null if nothing was sent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BuiltIn(
            String channel, boolean configured, @Nullable Health health) {}

    /** All channels of a tenant. */
    public record Listing(List<GatewayView> data, List<BuiltIn> builtIn) {}
}
