package dev.oneping.ops.http;

import dev.oneping.problem.http.KnownRoutes;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter of HTTP metrics: the labels {@code uri} and {@code method} come from closed sets, the templates of the routes and
 * the registered methods. A request that no route handles would else leave its path, which can contain a credential, and each
 * such path would be a time series. Requests outside of the sets are not counted by path.
 */
@Singleton
public class HttpLabels implements MeterFilter {

    private static final String HTTP = "http.server";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> MARKERS = Set.of("/", "root", "UNKNOWN", "NOT_FOUND", "REDIRECTION");
    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

    private final Instance<KnownRoutes> routes;
    private volatile @Nullable Router router;
    private volatile @Nullable Set<String> known;

    HttpLabels(Instance<KnownRoutes> routes) {
        this.routes = routes;
    }

    void routes(@Observes Router main) {
        router = main;
    }

    @Override
    public MeterFilterReply accept(Meter.Id meter) {
        if (!meter.getName().startsWith(HTTP)) {
            return MeterFilterReply.NEUTRAL;
        }
        String method = meter.getTag("method");
        String uri = meter.getTag("uri");
        boolean closed = (method == null || METHODS.contains(method))
                && (uri == null || MARKERS.contains(uri) || templates().contains(uri));
        return closed ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
    }

    private Set<String> templates() {
        Set<String> all = known;
        Router main = router;
        if (all == null) {
            all = new HashSet<>(routes.get().templates());
            if (main != null) {
                for (var route : main.getRoutes()) {
                    String path = route.getPath();
                    if (path != null) {
                        all.add(PARAMETER.matcher(path).replaceAll("{$1}"));
                    }
                }
                known = Set.copyOf(all);
            }
        }
        return all;
    }
}
