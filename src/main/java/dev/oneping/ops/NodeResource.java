package dev.oneping.ops;

import dev.oneping.auth.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The living nodes of this service. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
public class NodeResource {

    private final NodeReports reports;

    NodeResource(NodeReports reports) {
        this.reports = reports;
    }

    /** Lists the nodes, the oldest first. */
    @GET
    @RolesAllowed(Scope.OPERATOR_ROLE)
    public Uni<Listing> list() {
        return reports.read().map(Listing::new);
    }

    /** All living nodes. */
    public record Listing(List<NodeReports.NodeReport> data) {}
}
