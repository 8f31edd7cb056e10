package dev.oneping.ops;

import dev.oneping.redis.server.RedisUnavailable;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A filter of log lines about calls that failed because Redis cannot serve. The Redis client itself logs
 * one line a minute about the outage; a line for each call would fill a disk.
 */
@LoggingFilter(name = "redis-outages")
public final class OutageLogFilter implements Filter {

    private static final String OURS = "dev.oneping.";

    /** The lines of a job that ended with an outage, such as one that trims many streams. It runs again at its interval. */
    private static final String JOBS = "io.quarkus.scheduler.";

    /** The client's own lines about connections that Redis refuses or ends. */
    private static final String CLIENT = "io.vertx.redis.";

    @Override
    public boolean isLoggable(LogRecord line) {
        String logger = String.valueOf(line.getLoggerName());
        boolean aboutCall = (logger.startsWith(OURS) || logger.startsWith(JOBS))
                && (isOutage(line.getThrown()) || hasOutage(line.getParameters()));
        return !aboutCall && !logger.startsWith(CLIENT);
    }

    private static boolean hasOutage(Object @Nullable [] parameters) {
        if (parameters != null) {
            for (Object parameter : parameters) {
                if (parameter instanceof Throwable failure && isOutage(failure)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOutage(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisUnavailable) {
                return true;
            }
        }
        return false;
    }
}
