package dev.oneping.problem;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of one request, in the header {@code Request-Id} of every answer and in our log. */
public final class RequestId {

    static final String HEADER = "Request-Id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The name of this request: the caller's own if that is sane, else one that was made for it. */
    public static String of(RoutingContext request) {
        String known = request.response().headers().get(HEADER);
        return known != null ? known : assign(request);
    }

    static String assign(RoutingContext request) {
        String id = choose(request.request().getHeader(HEADER));
        request.response().putHeader(HEADER, id);
        return id;
    }

    private static String choose(@Nullable String wish) {
        return wish != null && SANE.matcher(wish).matches()
                ? wish
                : "req_" + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    }
}
