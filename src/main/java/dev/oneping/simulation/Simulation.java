package dev.oneping.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.connection.EventLoops;
import dev.oneping.connection.admission.ConnectGuard;
import dev.oneping.model.IdRandomness;
import dev.oneping.notify.memory.AckStatistics;
import dev.oneping.redis.time.Time;
import dev.oneping.simulation.scenario.JsonReport;
import dev.oneping.simulation.scenario.Scenario;
import dev.oneping.simulation.scenario.ScenarioReport;
import dev.oneping.simulation.scenario.TextReport;
import io.netty.channel.EventLoop;
import io.quarkus.arc.Unremovable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The running simulation: the service's own parts, with devices, an app and push services that are simulated. */
@Singleton
@Unremovable
class Simulation {

    private static final int BUFFER = 1 << 16;

    private final Vertx vertx;
    private final SimulatedRedis redis;
    private final SimulatedApp app;
    private final SimulatedProviders providers;
    private final ConnectGuard connections;
    private final EventLoops loops;
    private final AckStatistics statistics;
    private final ObjectMapper json;

    Simulation(
            Vertx vertx,
            SimulatedRedis redis,
            SimulatedApp app,
            SimulatedProviders providers,
            ConnectGuard connections,
            EventLoops loops,
            AckStatistics statistics,
            ObjectMapper json) {
        this.vertx = vertx;
        this.redis = redis;
        this.app = app;
        this.providers = providers;
        this.connections = connections;
        this.loops = loops;
        this.statistics = statistics;
        this.json = json;
    }

    /** Carries out lines of input until there are no more; returns the exit code. */
    int run(InputStream in, OutputStream out, SimulateOptions options) throws IOException, InterruptedException {
        SimulationClock clock = clock();
        redis.forgetful().await().indefinitely();
        app.start();
        Context context = vertx.getOrCreateContext();
        EventLoop loop = vertx.nettyEventLoopGroup().next();
        LinePump pump = onLoop(context, () -> pump(clock, loop, out, options));
        IdRandomness.seed(options.seed());
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), BUFFER);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            pump.add(line);
        }
        pump.finish();
        return 0;
    }

    /** Plays a scenario; returns the exit code. */
    int play(Scenario scenario, PrintStream print, SimulateOptions options) throws IOException, InterruptedException {
        ScenarioReport report = options.json() ? new JsonReport(print, json) : new TextReport(print);
        ScenarioRun run = new ScenarioRun(scenario, report, json);
        SimulationClock clock = clock();
        redis.forgetful().await().indefinitely();
        app.start();
        Context context = vertx.getOrCreateContext();
        EventLoop loop = vertx.nettyEventLoopGroup().next();
        LinePump pump = onLoop(context, () -> pump(clock, loop, run.sink(), options));
        IdRandomness.seed(options.seed());
        return run.play(pump);
    }

    private LinePump pump(SimulationClock clock, EventLoop loop, OutputStream out, SimulateOptions options) {
        clock.isLoop();
        LineReader reader = new LineReader(ApiKeys.DEVELOPMENT, options.start());
        JsonOutput output =
                new JsonOutput(out, json, () -> reader.form().write(clock.millis(), startFor(reader, options)));
        providers.showOn(output);
        Stepper stepper = new Stepper(clock, redis, statistics, loop, output);
        World world = new World(connections, loops, app, output);
        return new LinePump(loop, clock, stepper, reader, world, output);
    }

    private static long startFor(LineReader reader, SimulateOptions options) {
        return reader.form() == TimeForm.TEXT ? 0 : options.start();
    }

    private static SimulationClock clock() {
        if (Time.virtual() instanceof SimulationClock clock) {
            return clock;
        }
        throw new IllegalStateException("this process is no simulation");
    }

    private static <T> T onLoop(Context context, Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(ignored -> result.complete(task.get()));
        return result.join();
    }
}
