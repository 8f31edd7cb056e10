package dev.oneping.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue of all problems that the API can return. A type is never renamed, since clients compare its {@link
 * #code()}.
 *
 * <p>The type URI is relative, {@code /problems/<code>}, so that it resolves on the server that responded.
 */
public enum ProblemType {
    /** The body cannot be read as JSON. */
    MALFORMED_JSON(400, "The body is not well-formed JSON", "Send one JSON value in UTF-8, without repeated fields."),
    /** The request can be read but violates a constraint; the errors give details. */
    INVALID_REQUEST(400, "The request is invalid", "Correct the fields that 'errors' lists, then retry."),
    /** No credential was sent. */
    UNAUTHENTICATED(401, "A credential is missing", "Send the header 'Authorization: Bearer' with a key or a token."),
    /** The credential is unknown or was revoked. */
    INVALID_CREDENTIAL(401, "The credential is not valid", "Use an API key or a device token that this server issued."),
    /** The credential was valid and has expired. */
    EXPIRED_TOKEN(401, "The token has expired", "Get a new token from POST /v1/tokens."),
    /** The credential is valid but does not permit this operation. */
    FORBIDDEN(403, "The credential does not permit this", "Use a credential with the scope that 'detail' names."),
    /** The tenant of the credential is suspended. */
    TENANT_SUSPENDED(403, "The tenant is suspended", "Ask the operator of this service to activate the tenant again."),
    /** The resource does not exist, or belongs to another tenant. */
    NOT_FOUND(404, "Not found", "Check the path and the id."),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(405, "Method not allowed", "Use a method listed in the header 'Allow'."),
    /** The response is not available in an accepted media type. */
    NOT_ACCEPTABLE(406, "Not acceptable", "Send 'Accept: application/json'."),
    /** The state of the resource does not allow the operation. */
    CONFLICT(409, "The current state does not allow this", "Fetch the current state, then decide again."),
    /** The first request with the same idempotency key is still being processed. */
    IDEMPOTENCY_RUNNING(409, "The same request is still being processed", "Wait for 'Retry-After', then retry."),
    /** The session has ended, or another node holds it. */
    SESSION_GONE(
            410,
            "The session does not exist on this server",
            "Open a new session with POST /v1/sessions and 'resume' in its hello."),
    /** Events after the cursor may have been deleted. */
    CURSOR_EXPIRED(410, "Cursor expired", "Fetch the current state, then resume without 'after'."),
    /** The resource does not match the request's precondition. */
    PRECONDITION_FAILED(412, "The resource has changed", "Fetch it again with its ETag, then decide again."),
    /** The body exceeds the size limit. */
    BODY_TOO_LARGE(413, "The body is too large", "Send a smaller body; replace large content by a link."),
    /** The body has an unsupported media type. */
    UNSUPPORTED_MEDIA_TYPE(
            415, "Unsupported media type", "Use a media type listed in 'Accept-Post' or 'Accept-Patch'."),
    /** The idempotency key was used before with a different request. */
    IDEMPOTENCY_KEY_REUSED(
            422, "The idempotency key was used for a different request", "Use a new key for each request."),
    /** The path requires a WebSocket upgrade. */
    UPGRADE_REQUIRED(426, "This path requires WebSocket", "Connect with a WebSocket client."),
    /** A rate or resource limit is reached. */
    LIMIT_REACHED(429, "Limit reached", "Wait and retry, or delete resources that are no longer needed."),
    /** A bug in the server. */
    INTERNAL_ERROR(500, "Internal error", "Report the 'request_id' to the operator of this server."),
    /** The server is overloaded, or a dependency is unavailable. */
    UNAVAILABLE(503, "Temporarily unavailable", "Retry after the time in 'Retry-After'.");

    private final int status;
    private final String title;
    private final String remedy;

    ProblemType(int status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** A short summary, the same for every occurrence of this type. */
    public String title() {
        return title;
    }

    /** The remedy for the caller, as one sentence. */
    public String remedy() {
        return remedy;
    }

    /** The stable name for programs, for example {@code malformed-json}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type URI, relative to the server. */
    public String uri() {
        return "/problems/" + code();
    }

    /** The type with that code. */
    public static Optional<ProblemType> named(String code) {
        return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
    }

    /** The generic type for a status code; any other 4xx is an invalid request. */
    public static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> INVALID_CREDENTIAL;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 409 -> CONFLICT;
            case 410 -> SESSION_GONE;
            case 412 -> PRECONDITION_FAILED;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> LIMIT_REACHED;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
