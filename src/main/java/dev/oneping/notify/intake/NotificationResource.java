package dev.oneping.notify.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.delivery.AckService;
import dev.oneping.delivery.DigestStore;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.IdempotencyKey;
import dev.oneping.notify.fanout.FanOutService;
import dev.oneping.notify.read.NotificationFinder;
import dev.oneping.notify.read.NotificationView;
import dev.oneping.notify.read.NotificationView.Progress;
import dev.oneping.notify.read.OutcomeWaiter;
import dev.oneping.notify.read.PreferHeader;
import dev.oneping.notify.read.TraceLineView;
import dev.oneping.notify.read.TraceText;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads, explains, acknowledges, cancels and resends one notification. */
@Path("/v1/notifications/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class NotificationResource {

    private final NotificationStore store;
    private final AckService acks;
    private final TraceText text;
    private final FanOutService fanOuts;
    private final NotificationFinder finder;
    private final OutcomeWaiter waiter;
    private final ResendService resend;
    private final DigestStore digests;
    private final Clock clock;
    private final CurrentCaller caller;

    NotificationResource(
            NotificationStore store,
            AckService acks,
            TraceText text,
            FanOutService fanOuts,
            NotificationFinder finder,
            OutcomeWaiter waiter,
            ResendService resend,
            DigestStore digests,
            Clock clock,
            CurrentCaller caller) {
        this.store = store;
        this.fanOuts = fanOuts;
        this.finder = finder;
        this.waiter = waiter;
        this.resend = resend;
        this.acks = acks;
        this.text = text;
        this.digests = digests;
        this.clock = clock;
        this.caller = caller;
    }

    /** Returns the notification; with {@code Prefer: wait}, not before it has ended or a device was chosen. */
    @GET
    @RolesAllowed({Scope.NOTIFY_ROLE, Scope.INSPECT_ROLE, CurrentCaller.DEVICE})
    public Uni<Response> read(@PathParam("id") String id, @HeaderParam(PreferHeader.HEADER) @Nullable String prefer) {
        Caller who = caller.get();
        boolean showsContent = caller.maySeeContent();
        return who instanceof Caller.Device
                ? find(who, id).chain(() -> read(who.tenant(), id, prefer, showsContent))
                : read(who.tenant(), id, prefer, showsContent);
    }

    private Uni<Response> read(TenantId tenant, String id, @Nullable String prefer, boolean showsContent) {
        return PreferHeader.of(prefer)
                .map(preference -> waiter.await(tenant, known(id), preference)
                        .map(found -> shown(found.orElseThrow(() -> notFound(id)), showsContent)
                                .header(PreferHeader.APPLIED, preference.applied())
                                .build()))
                .orElseGet(() ->
                        view(tenant, id).map(view -> shown(view, showsContent).build()));
    }

    private static Response.ResponseBuilder shown(NotificationView view, boolean showsContent) {
        return Response.ok(showsContent ? view : view.withoutContent());
    }

    /**
     * Sends a notification again that ended without the user's answer; it passes every check again, under an id of its
     * own.
     */
    @POST
    @Path("/resend")
    @RolesAllowed(Scope.NOTIFY_ROLE)
    public Uni<Response> resend(@PathParam("id") String id, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        String checked = IdempotencyKey.checked(key);
        return find(caller.get(), id)
                .chain(found -> resend.take(found, checked))
                .map(taken -> NotifyResource.response(
                                new NotifyResource.Reception(NotifyResource.Answer.of(taken), taken.replayed()))
                        .build());
    }

    /** Returns the whole trace: every decision with its reasons, every attempt, every ack. */
    @GET
    @Path("/trace")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Scope.NOTIFY_ROLE, Scope.INSPECT_ROLE})
    public Uni<Story> trace(@PathParam("id") String id) {
        Caller who = caller.get();
        return find(who, id)
                .chain(found -> store.trace(who.tenant(), found.notification().id())
                        .map(lines -> new Story(
                                id, state(found), lines.stream().map(text::view).toList())));
    }

    /** Returns the trace as text. */
    @GET
    @Path("/trace")
    @Produces(MediaType.TEXT_PLAIN + ";qs=0.5")
    @RolesAllowed({Scope.NOTIFY_ROLE, Scope.INSPECT_ROLE})
    public Uni<String> asText(@PathParam("id") String id) {
        return trace(id).map(story -> text.of(story.id(), story.state(), story.lines()));
    }

    /** Cancels it. Cancelling an ended notification changes nothing; the response is its final state. */
    @DELETE
    @RolesAllowed(Scope.NOTIFY_ROLE)
    public Uni<NotificationView> cancel(@PathParam("id") String id) {
        TenantId tenant = caller.tenant();
        return view(tenant, id)
                .chain(() -> {
                    NotificationId known = new NotificationId(id);
                    return Uni.join()
                            .all(
                                    acks.cancel(tenant, known, "by_app").chain(this::leaveDigest),
                                    fanOuts.cancel(tenant, known, "by_app"))
                            .andFailFast();
                })
                .chain(() -> view(tenant, id));
    }

    private Uni<Void> leaveDigest(Optional<VersionedState> cancelled) {
        return cancelled
                .map(it -> digests.leave(it.to(), it.id(), clock.instant()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Records an ack without a socket, from the device itself by its token, or from the app on behalf of a device. */
    @POST
    @Path("/ack")
    @RolesAllowed({Scope.NOTIFY_ROLE, CurrentCaller.DEVICE, CurrentCaller.ACK})
    public Uni<AckAnswer> ack(@PathParam("id") String id, AckRequest request) {
        AckKind kind = request.checkedKind();
        Caller who = caller.get();
        caller.checkAck(known(id));
        return find(who, id)
                .chain(found -> {
                    DeviceId device = switch (who) {
                        case Caller.Device self -> self.device();
                        case Caller.App ignored -> request.checkedDevice();
                    };
                    UserRef user = found.notification().to();
                    return acks.ack(user, found.notification().id(), device, kind);
                })
                .chain(result -> find(who, id).map(found -> AckAnswer.of(id, result, state(found))));
    }

    /** Returns the view of a notification, for one user or for many. */
    private Uni<NotificationView> view(TenantId tenant, String id) {
        NotificationId known = known(id);
        return finder.find(tenant, known).map(found -> found.orElseThrow(() -> notFound(id)));
    }

    /** Finds a single user's notification for this caller: an app sees its tenant's, a device its user's. */
    private Uni<Found> find(Caller who, String id) {
        return store.find(who.tenant(), known(id))
                .map(found -> found.filter(it -> mayKnow(who, it)).orElseThrow(() -> notFound(id)));
    }

    private static NotificationId known(String id) {
        if (!NotificationId.isWellFormed(id)) {
            throw notFound(id);
        }
        return new NotificationId(id);
    }

    private static Problem notFound(String id) {
        return Problem.notFound("notification " + id);
    }

    private static boolean mayKnow(Caller who, Found found) {
        return switch (who) {
            case Caller.App ignored -> true;
            case Caller.Device device ->
                device.userRef().equals(found.notification().to());
        };
    }

    private static String state(Found found) {
        return Progress.of(found.tracked().state()).state();
    }

    /** An ack by the user or the device. An app also names the device. */
    public record AckRequest(
            @Nullable AckKind kind, @Nullable String device) {

        AckKind checkedKind() {
            if (kind == null) {
                throw Problem.invalid(Violation.at(
                        "/kind", Violation.REQUIRED, "'kind' must be received, seen, acted or dismissed."));
            }
            return kind;
        }

        DeviceId checkedDevice() {
            if (device == null) {
                throw Problem.invalid(
                        Violation.at("/device", Violation.REQUIRED, "'device' is required: {\"device\":\"laptop\"}."));
            }
            try {
                return new DeviceId(device);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid(Violation.at("/device", Violation.NOT_ALLOWED, e.getMessage() + "."));
            }
        }
    }

    /** The result of an ack: {@code taken}, {@code repeated} or {@code late}; and the current state. */
    public record AckAnswer(String id, String result, String state) {

        static AckAnswer of(String id, AckPort.Result result, String state) {
            return new AckAnswer(id, result.name().toLowerCase(Locale.ROOT), state);
        }
    }

    /** The trace of a notification, oldest line first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Story(String id, String state, List<TraceLineView> lines) {}
}
