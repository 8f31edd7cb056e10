package dev.oneping.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.problem.Problem;
import dev.oneping.problem.http.QueryParameters;
import dev.oneping.redis.server.RedisUnavailable;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes the WebSocket upgrade of an event feed, and determines its start position. A rejection has a status only;
 * the same query to {@code GET /v1/events} returns the details.
 */
@Singleton
class EventSocketUpgradeCheck implements HttpUpgradeCheck {

    private static final Set<String> PARAMETERS = Set.of("after", "types", "users", "filters");
    private static final String SUBPROTOCOL = "cloudevents.json";

    private final Feed feed;
    private final FeedReaders readers;
    private final ObjectMapper json;

    EventSocketUpgradeCheck(Feed feed, FeedReaders readers, ObjectMapper json) {
        this.feed = feed;
        this.readers = readers;
        this.json = json;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(EventSocket.class.getName());
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        if (!offersSubprotocol(request.getHeader("Sec-WebSocket-Protocol"))) {
            return CheckResult.rejectUpgrade(400);
        }
        return context.securityIdentity()
                .map(identity -> admit(context, request, identity))
                .onFailure()
                .recoverWithItem(EventSocketUpgradeCheck::refused);
    }

    private CheckResult admit(HttpUpgradeContext context, HttpServerRequest request, SecurityIdentity identity) {
        Caller caller = CurrentCaller.of(identity).orElse(null);
        if (caller == null) {
            return CheckResult.rejectUpgradeSync(401, Map.of("WWW-Authenticate", List.of("Bearer")));
        }
        if (!identity.hasRole(Scope.EVENTS_ROLE) && !identity.hasRole(Scope.INSPECT_ROLE)) {
            return CheckResult.rejectUpgradeSync(403);
        }
        QueryParameters.requireKnown(request, PARAMETERS);
        readers.requireRoom(caller);
        Cursor cursor = feed.cursor("after", request.getParam("after"));
        FeedQuery query = FeedQuery.of(
                caller.tenant(),
                request.getParam("types"),
                request.getParam("users"),
                request.getParam("filters"),
                json);
        context.userData().put(EventSocket.READER, new EventSocket.Reader(caller, cursor, query));
        return CheckResult.permitUpgradeSync();
    }

    /** Returns whether the subprotocol is offered; offering none is accepted too. */
    private static boolean offersSubprotocol(@Nullable String offered) {
        return offered == null || List.of(offered.replace(" ", "").split(",")).contains(SUBPROTOCOL);
    }

    private static CheckResult refused(Throwable failure) {
        return switch (failure) {
            case Problem problem -> CheckResult.rejectUpgradeSync(problem.type().status());
            case AuthenticationException ignored ->
                CheckResult.rejectUpgradeSync(401, Map.of("WWW-Authenticate", List.of("Bearer")));
            case RedisUnavailable ignored -> CheckResult.rejectUpgradeSync(503);
            default -> CheckResult.rejectUpgradeSync(500);
        };
    }
}
