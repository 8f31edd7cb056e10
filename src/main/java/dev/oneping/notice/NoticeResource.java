package dev.oneping.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TopicId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.text.CodePoints;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** A topic's notice, as apps maintain it. Notices are public: they can be read without a credential. */
@Path("/v1/topics/{topic}/notice")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.NOTIFY_ROLE)
public class NoticeResource {

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_BODY = 4_000;

    private final Notices notices;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    NoticeResource(Notices notices, CurrentCaller caller, ObjectMapper json) {
        this.notices = notices;
        this.caller = caller;
        this.json = json;
    }

    /** Writes the notice, replacing an earlier one. */
    @PUT
    public Uni<NoticeAnswer> put(@PathParam("topic") TopicId topic, @NotNull NoticeRequest request) {
        String title = request.title();
        if (title == null || title.isBlank()) {
            throw Problem.invalid(Violation.at("/title", Violation.REQUIRED, "A notice needs a title."));
        }
        refuseLonger("/title", title, LONGEST_TITLE);
        ObjectNode document = json.createObjectNode().put("title", title);
        if (request.body() != null) {
            refuseLonger("/body", request.body(), LONGEST_BODY);
            document.put("body", request.body());
        }
        NoticeRef notice = new NoticeRef(caller.tenant(), topic);
        return notices.put(notice, document.toString())
                .map(version -> new NoticeAnswer(version, "/v1/notices/" + notice.tenant() + "/" + topic));
    }

    /** Removes the notice. */
    @DELETE
    public Uni<Response> remove(@PathParam("topic") TopicId topic) {
        return notices.put(new NoticeRef(caller.tenant(), topic), Notice.NONE.document())
                .replaceWith(Response.noContent()::build);
    }

    private static void refuseLonger(String field, String text, int most) {
        int length = CodePoints.count(text);
        if (length > most) {
            throw Problem.invalid(Violation.at(
                    field,
                    Violation.NOT_ALLOWED,
                    "The text has " + length + " characters, and the limit is " + most + "."));
        }
    }

    /** A notice to write. */
    public record NoticeRequest(
            @Nullable String title, @Nullable String body) {}

    /**
     * The written notice.
     *
     * @param version grows with each change
     * @param read    the public path for reading it
     */
    public record NoticeAnswer(long version, String read) {}
}
