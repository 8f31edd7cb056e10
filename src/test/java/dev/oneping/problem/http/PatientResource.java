package dev.oneping.problem.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A sample resource that works until its client leaves. */
@Path("/patient")
@PermitAll
@Produces(MediaType.TEXT_PLAIN)
public class PatientResource {

    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static final CountDownLatch ENDED = new CountDownLatch(1);

    private final ClientConnection client;

    PatientResource(ClientConnection client) {
        this.client = client;
    }

    @GET
    @Operation(hidden = true)
    @RunOnVirtualThread
    public String work() {
        BooleanSupplier gone = client.gone();
        if (gone.getAsBoolean()) {
            return "gone at once";
        }
        BEGUN.countDown();
        while (!gone.getAsBoolean()) {
            Thread.onSpinWait();
        }
        ENDED.countDown();
        return "gone";
    }
}
