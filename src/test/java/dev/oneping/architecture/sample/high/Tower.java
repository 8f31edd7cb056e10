package dev.oneping.architecture.sample.high;

import dev.oneping.architecture.sample.low.Foundation;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.nio.file.Path;

/** Stands on a foundation, and on the inside of a library. */
public record Tower(Foundation foundation) {

    static VertxInternal inside(Vertx vertx) {
        return (VertxInternal) vertx;
    }

    static Path plan() {
        return Path.of("plan");
    }
}
