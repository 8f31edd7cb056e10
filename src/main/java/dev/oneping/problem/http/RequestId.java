package dev.oneping.problem.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of one request, in the header {@code Request-Id} of every response and in the server's log. */
public final class RequestId {

    static final String HEADER = "Request-Id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The id of this request: the caller's own if it is well-formed, else a generated one. */
    public static String of(RoutingContext request) {
        String known = request.response().headers().get(HEADER);
        return known != null ? known : assign(request);
    }

    static String assign(RoutingContext request) {
        String id = choose(request.request().getHeader(HEADER));
        request.response().putHeader(HEADER, id);
        return id;
    }

    private static String choose(@Nullable String requested) {
        return requested != null && WELL_FORMED.matcher(requested).matches()
                ? requested
                : "req_" + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    }
}
