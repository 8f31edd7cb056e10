package dev.oneping.notify.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.notify.intake.NotifyResource.Answer;
import dev.oneping.notify.read.PreferHeader;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.problem.json.StrictTree;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The notify endpoint for apps that send CloudEvents: one in structured form, or a batch. */
@Path("/v1/notify")
@Produces(MediaType.APPLICATION_JSON)
public class NotifyEventResource {

    private static final int LARGEST_BATCH = 100;

    private final SubmissionService submissions;
    private final StrictTree strict;
    private final CurrentCaller caller;

    NotifyEventResource(SubmissionService submissions, StrictTree strict, CurrentCaller caller) {
        this.submissions = submissions;
        this.strict = strict;
        this.caller = caller;
    }

    /** Accepts one event; violations in its data are located by their place in the body. */
    @POST
    @Operation(hidden = true)
    @Consumes("application/cloudevents+json")
    @RolesAllowed(Scope.NOTIFY_ROLE)
    public Uni<Response> one(
            CloudEventRequest event,
            @HeaderParam(PreferHeader.HEADER) @Nullable String prefer,
            @QueryParam("dry_run") @DefaultValue("false") boolean dry,
            @Context UriInfo uri) {
        DryRun.rejectEmpty(uri);
        NotifySubmission submission = submission(event);
        TenantId tenant = caller.tenant();
        return inData(() -> dry
                ? submissions.tried(tenant, submission)
                : submissions.taken(tenant, submission, PreferHeader.of(prefer)));
    }

    /** Accepts each event, one after the other; a rejected one does not stop the others. */
    @POST
    @Operation(hidden = true)
    @Consumes("application/cloudevents-batch+json")
    @RolesAllowed(Scope.NOTIFY_ROLE)
    public Uni<Response> batch(List<CloudEventRequest> events) {
        if (events.size() > LARGEST_BATCH) {
            throw Problem.of(
                    ProblemType.LIMIT_REACHED, "A batch may have " + LARGEST_BATCH + " events at most; split it.");
        }
        if (events.contains(null)) {
            throw Problem.invalid(Violation.at(
                    "/" + events.indexOf(null), Violation.WRONG_TYPE, "Each event of a batch must be an object."));
        }
        TenantId tenant = caller.tenant();
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> received(tenant, event))
                .collect()
                .asList()
                .map(results ->
                        Response.status(207).entity(new Results(results)).build());
    }

    private Uni<Result> received(TenantId tenant, CloudEventRequest event) {
        return Uni.createFrom()
                .item(event)
                .map(this::submission)
                .chain(submission -> inData(() -> submissions.received(tenant, submission)))
                .map(reception -> Result.taken(reception.answer()))
                .onFailure(Problem.class)
                .recoverWithItem(fault -> Result.refused((Problem) fault));
    }

    /** Locates violations of the request at their place in the data of the event. */
    private static <T> Uni<T> inData(Supplier<Uni<? extends T>> answer) {
        return Uni.createFrom()
                .deferred(answer)
                .onFailure(Problem.class)
                .transform(fault -> ((Problem) fault).under("/data"));
    }

    private NotifySubmission submission(CloudEventRequest event) {
        return event.attributes()
                .submission(data(event), (name, detail) -> Violation.at("/" + name, Violation.NOT_ALLOWED, detail));
    }

    /** Returns the request, which is JSON in {@code data}, or its bytes in {@code data_base64}. */
    private NotifyRequest data(CloudEventRequest event) {
        NotifyRequest data = event.data();
        String encoded = event.dataBase64();
        if (data != null && encoded != null) {
            throw Problem.invalid(Violation.at(
                    "/data_base64", Violation.NOT_ALLOWED, "An event has 'data' or 'data_base64', not both."));
        } else if (data != null) {
            return data;
        } else if (encoded == null) {
            throw Problem.invalid(Violation.at(
                    "/data", Violation.REQUIRED, "The data of the event must be the JSON body of POST /v1/notify."));
        }
        byte[] bytes = bytes(encoded);
        try {
            return strict.read(bytes, NotifyRequest.class);
        } catch (Problem fault) {
            throw fault.under("/data");
        }
    }

    private static byte[] bytes(String encoded) {
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    Violation.at("/data_base64", Violation.NOT_ALLOWED, "'data_base64' must be base64 (RFC 4648)."));
        }
    }

    /** The results of the events of a batch, in their order. */
    public record Results(List<Result> results) {}

    /**
     * The result of one event.
     *
     * @param status the status that a request with this event alone would get
     * @param answer the decision, if the event was accepted
     * @param code   the kind of problem, if it was not
     * @param detail a description of the problem
     * @param errors the problems of each field
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Result(
            int status,
            @JsonUnwrapped @Nullable Answer answer,
            @Nullable String code,
            @Nullable String detail,
            List<Violation> errors) {

        static Result taken(Answer answer) {
            return new Result(202, answer, null, null, List.of());
        }

        static Result refused(Problem problem) {
            return new Result(problem.type().status(), null, problem.type().code(), problem.detail(), problem.errors());
        }
    }
}
