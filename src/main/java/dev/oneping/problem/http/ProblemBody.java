package dev.oneping.problem.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import java.util.List;

/**
 * The body of an RFC 9457 problem, with three extension members.
 *
 * @param code      the last segment of the type URI, for programs
 * @param requestId identifies this request in the server's log
 * @param errors    omitted if empty
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "request_id", "errors"})
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> errors) {

    static ProblemBody of(Problem problem, String requestId) {
        ProblemType type = problem.type();
        return new ProblemBody(
                type.uri(), type.title(), type.status(), problem.detail(), type.code(), requestId, problem.errors());
    }
}
