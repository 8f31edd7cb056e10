package dev.oneping.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.audit.AuditEntry;
import dev.oneping.audit.AuditLog;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.time.Clock;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the administrative acts: each operation that is {@link Audited} and succeeds, with its caller, and what it answers
 * without secrets. The answer waits until the act is written; if it cannot be, the operation stands, and the log of this node says so.
 */
@Singleton
public class Audit {

    private static final Logger LOG = Logger.getLogger(Audit.class);
    private static final String BEFORE = "oneping.audit-before";
    private static final int FAILED = 300;
    private static final int LONGEST = 8_192;

    /** Fields that hold secrets, or texts too long to be kept twice. */
    private static final Set<String> LEFT_OUT =
            Set.of("key", "secret", "secrets", "token", "headers", "admin_key", "text", "password");

    /** Looked up late: a filter is created before there are connections. */
    private final Instance<AuditLog> log;

    private final ObjectMapper json;
    private final CurrentVertxRequest current;
    private final Clock clock;

    Audit(Instance<AuditLog> log, ObjectMapper json, CurrentVertxRequest current, Clock clock) {
        this.log = log;
        this.json = json;
        this.current = current;
        this.clock = clock;
    }

    /** Returns the act of the current request. To be called before the first stage. */
    public Act act() {
        return new Act(current.getCurrent());
    }

    @ServerResponseFilter
    @Audited
    Uni<Void> write(ContainerResponseContext response, ResourceInfo resource, RoutingContext request) {
        Audited kind = resource.getResourceMethod().getAnnotation(Audited.class);
        Caller caller = request.get(CurrentCaller.ATTRIBUTE);
        if (response.getStatus() >= FAILED || caller == null || kind == null) {
            return Uni.createFrom().voidItem();
        }
        AuditEntry entry = new AuditEntry(
                clock.instant(),
                kind.value(),
                caller instanceof Caller.App app ? app.key() : null,
                caller instanceof Caller.Device device ? device.user().value() : null,
                request.request().remoteAddress().hostAddress(),
                target(request, response),
                shown(request.get(BEFORE)),
                shown(response.getEntity()));
        return log.get()
                .append(caller.tenant(), entry)
                .onFailure()
                .invoke(failure -> LOG.errorf("%s by %s was not written: %s", entry.type(), entry.key(), failure))
                .onFailure()
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    /** Returns the path of a new resource, or else of the one that was called. */
    private static String target(RoutingContext request, ContainerResponseContext response) {
        String location = response.getHeaderString("Location");
        return location == null ? request.normalizedPath() : location;
    }

    private @Nullable JsonNode shown(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return null;
        }
        JsonNode tree = json.valueToTree(value);
        withoutSecrets(tree);
        return tree.toString().length() > LONGEST ? null : tree;
    }

    private static void withoutSecrets(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
                if (LEFT_OUT.contains(fields.next().getKey())) {
                    fields.remove();
                }
            }
        }
        node.forEach(Audit::withoutSecrets);
    }

    /** The act of one request, to which what was there before can be added. */
    public static final class Act {

        private final @Nullable RoutingContext request;

        private Act(@Nullable RoutingContext request) {
            this.request = request;
        }

        /** Adds the resource as it was before. */
        public void before(Object resource) {
            if (request != null) {
                request.put(BEFORE, resource);
            }
        }
    }
}
