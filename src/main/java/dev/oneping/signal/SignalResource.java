package dev.oneping.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.events.EventId;
import dev.oneping.events.EventLog;
import dev.oneping.notify.NotifyPort;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.WaitPreference;
import dev.oneping.tenant.TenantSettings;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoint of signal URLs: a URL authorizes its holder to signal, and nothing else. */
@Path("/v1/esl/{token}")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class SignalResource {

    private final SignalStore store;
    private final TenantSettings tenants;
    private final EventLog log;
    private final SignalReader reader;
    private final SignalMapper mapper;
    private final NotifyPort notifications;
    private final Clock clock;

    SignalResource(
            SignalStore store,
            TenantSettings tenants,
            EventLog log,
            SignalReader reader,
            SignalMapper mapper,
            NotifyPort notifications,
            Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.log = log;
        this.reader = reader;
        this.mapper = mapper;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** Accepts a signal. Repeating the same {@code eid} leads to the same outcome. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> signal(
            @PathParam("token") String token,
            @HeaderParam(WaitPreference.HEADER) @Nullable String prefer,
            @Context HttpHeaders headers,
            byte[] body) {
        return store.open(token, clock.instant())
                .map(found -> found.orElseThrow(() -> Problem.notFound("such signal URL")))
                .call(url -> tenants.requireActive(url.to().tenant()))
                .call(url -> refuseOurOwn(headers.getHeaderString("webhook-id")))
                .chain(url -> take(url, prefer, headers, body));
    }

    /** Rejects events from our own webhooks: one that leads here would create an endless loop of events. */
    private Uni<Void> refuseOurOwn(@Nullable String webhook) {
        if (webhook == null || !EventId.isWellFormed(webhook)) {
            return Uni.createFrom().voidItem();
        }
        return log.contains(new EventId(webhook))
                .invoke(ours -> {
                    if (ours) {
                        throw Problem.of(
                                ProblemType.CONFLICT,
                                "This is an event of this service; a webhook must not lead back here.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Response> take(SignalUrl url, @Nullable String prefer, HttpHeaders headers, byte[] body) {
        Signal signal = reader.read(headers::getHeaderString, body);
        if (!url.allows(signal)) {
            throw Problem.of(
                    ProblemType.FORBIDDEN, "This URL does not accept " + signal.domain() + ":" + signal.type() + ".");
        }
        boolean wait = !signal.async()
                && WaitPreference.of(prefer).flatMap(WaitPreference::granted).isPresent();
        return take(url, signal).map(taken -> answer(taken, wait));
    }

    private Uni<Taken> take(SignalUrl url, Signal signal) {
        String eid = signal.eid() == null ? UUID.randomUUID().toString() : signal.eid();
        Optional<NotifyRequest> request = mapper.to(url, signal);
        return store.receive(url, signal, eid).chain(receipt -> {
            if (receipt.limitedMs() > 0) {
                throw Problem.of(ProblemType.LIMIT_REACHED, "This URL has reached its limit of signals per minute.")
                        .retryAfter(Duration.ofMillis(receipt.limitedMs()));
            }
            return request.map(it -> notifications
                            .notify(url.to().tenant(), it, "esl:" + SignalStore.hash(url.id() + ":" + eid))
                            .map(result -> new Taken(eid, Directive.of(result))))
                    .orElseGet(() -> Uni.createFrom().item(new Taken(eid, List.of())));
        });
    }

    private static Response answer(Taken taken, boolean wait) {
        return wait
                ? Response.ok(new SignalAnswer(taken.eid(), null, taken.directives()))
                        .header(WaitPreference.APPLIED, "wait")
                        .build()
                : Response.accepted(new SignalAnswer(taken.eid(), true, null)).build();
    }

    private record Taken(String eid, List<Directive> directives) {}

    /**
     * The result of a signal.
     *
     * @param eid        the signal's id
     * @param accepted   true if the sender did not wait
     * @param directives hints for the sender, if it waited
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SignalAnswer(
            String eid,
            @Nullable Boolean accepted,
            @Nullable List<Directive> directives) {}
}
