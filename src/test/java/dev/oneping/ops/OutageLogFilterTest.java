package dev.oneping.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.redis.server.Outages;
import io.smallrye.mutiny.CompositeException;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageLogFilterTest {

    private static final Throwable OUTAGE = Outages.readOnly();
    private static final Throwable OF_MANY =
            new CompletionException(new CompositeException(OUTAGE, Outages.readOnly()));

    @ParameterizedTest
    @CsvSource({
        "dev.oneping.events.EventLog, false",
        "io.quarkus.scheduler.common.runtime.StatusEmitterInvoker, false",
        "io.quarkus.vertx.http.runtime.QuarkusErrorHandler, true",
    })
    void shouldLeaveOutOurCallsAndJobsThatAnOutageStopped(String logger, boolean expected) {
        assertEquals(expected, isLogged(logger, OUTAGE));
        assertEquals(expected, isLogged(logger, OF_MANY));
        assertEquals(true, isLogged(logger, new IllegalStateException("a fault of our own")));
    }

    private static boolean isLogged(String logger, Throwable thrown) {
        LogRecord line = new LogRecord(Level.SEVERE, "failed");
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return new OutageLogFilter().isLoggable(line);
    }
}
