package dev.oneping.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * A problem as RFC 9457 writes it, with three members of our own.
 *
 * @param code      the last segment of the type, for programs
 * @param requestId names this very request in our log
 * @param errors    left out where there is none
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
