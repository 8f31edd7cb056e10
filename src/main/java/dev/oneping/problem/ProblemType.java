package dev.oneping.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue: every kind of problem that a caller can be answered with. A kind is never renamed, for clients compare
 * its {@link #code()}.
 *
 * <p>The type URI is relative, {@code /problems/<code>}, so that it leads to a page of the very server that answered.
 */
public enum ProblemType {
    /** The body cannot be read as JSON. */
    MALFORMED_JSON(400, "The body is not well-formed JSON", "Send one JSON value in UTF-8, without repeated fields."),
    /** The request can be read, but says something that is not allowed; the errors say what. */
    INVALID_REQUEST(400, "The request breaks a rule", "Correct what the member 'errors' names, and send it again."),
    /** No credential was sent. */
    UNAUTHENTICATED(401, "A credential is missing", "Send the header 'Authorization: Bearer' with a key or a token."),
    /** The credential is not one of ours, or was taken back. */
    INVALID_CREDENTIAL(401, "The credential is not valid", "Use an API key or a device token that this server issued."),
    /** The credential was ours, and its time is over. */
    EXPIRED_TOKEN(401, "The token has expired", "Get a new token from POST /v1/tokens."),
    /** The credential is good, but not for this. */
    FORBIDDEN(403, "The credential does not allow this", "Use a credential with the scope that 'detail' names."),
    /** Nothing is there, or it is another tenant's. */
    NOT_FOUND(404, "Not found", "Check the path and the id."),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed here", "Use a method of the header 'Allow'."),
    /** The answer cannot be had in that form. */
    NOT_ACCEPTABLE(406, "The answer has no such form", "Accept application/json."),
    /** The state of the thing does not allow it. */
    CONFLICT(409, "The state does not allow this", "Read the current state, then decide again."),
    /** The first request with the same idempotency key is not over. */
    IDEMPOTENCY_RUNNING(409, "The same request is still running", "Wait for 'Retry-After', then send it again."),
    /** The session has ended, or another node holds it. */
    SESSION_GONE(
            410, "The session is not here", "Open a new session with POST /v1/sessions, with 'resume' in its hello."),
    /** What follows the cursor may be forgotten already. */
    CURSOR_EXPIRED(
            410, "What the cursor stands at is no longer kept", "Read the state anew, and go on without 'after'."),
    /** The thing is not as the caller thought. */
    PRECONDITION_FAILED(412, "It has changed meanwhile", "Read it again with its ETag, then decide again."),
    /** The body is too big. */
    BODY_TOO_LARGE(413, "The body is too large", "Send less; big things belong behind a link."),
    /** The body's form is not understood. */
    UNSUPPORTED_MEDIA_TYPE(415, "The body has another form than expected", "Send a form that 'Accept-Post' names."),
    /** An idempotency key came again with another request. */
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request", "Use a new key for each request."),
    /** The path speaks another protocol. */
    UPGRADE_REQUIRED(426, "This path speaks WebSocket", "Connect with a WebSocket client."),
    /** There are as many as there may be. */
    LIMIT_REACHED(429, "A limit is reached", "Wait, or remove what is no longer needed."),
    /** Our own mistake. */
    INTERNAL_ERROR(500, "Something went wrong here", "Report the 'request_id' to whoever runs this server."),
    /** Something that we need is away for the moment. */
    UNAVAILABLE(503, "Not available at the moment", "Send it again after 'Retry-After'.");

    private final int status;
    private final String title;
    private final String remedy;

    ProblemType(int status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** One line that says the same for every problem of this kind. */
    public String title() {
        return title;
    }

    /** What a caller can do about it. */
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

    /** The kind with that code. */
    static Optional<ProblemType> named(String code) {
        return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
    }

    /** The kind that says no more than a status does; every unknown fault of the caller is an invalid request. */
    static ProblemType ofStatus(int status) {
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
