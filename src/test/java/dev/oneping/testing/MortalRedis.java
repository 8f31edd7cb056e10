package dev.oneping.testing;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.server.RedisConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.inject.Vetoed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A Redis client of a simulated process that a test can kill or pause between any two steps: it dies after a number of
 * further commands, the last of which may have reached Redis although its reply was never read; or it receives nothing
 * for a while, as after SIGSTOP, and then continues where it was. No bean: tests in a container have the real one.
 */
@Vetoed
public final class MortalRedis extends RedisPipeline {

    private static final int IMMORTAL = Integer.MAX_VALUE;

    private final RedisPipeline redis;
    private final List<Runnable> unheard = new ArrayList<>();
    private int left = IMMORTAL;
    private boolean lastIsSent;
    private int answers = IMMORTAL;
    private boolean stopped;
    private int underWay;

    /** On the connections of a rig. */
    public MortalRedis(RedisRig rig) {
        super(rig.vertx(), new RedisOptions(), RedisRig.config(RedisConfig.class));
        redis = rig.redis();
    }

    @Override
    public Uni<Reply> run(Script script, List<String> keys, List<?> arguments) {
        return send(() -> redis.run(script, keys, arguments));
    }

    @Override
    public Uni<Reply> command(Command command, Object... arguments) {
        return send(() -> redis.command(command, arguments));
    }

    /** The process dies with the command after so many more; Redis may still get that one. */
    public synchronized void dieAfter(int commands, boolean lastIsSent) {
        this.left = commands;
        this.lastIsSent = lastIsSent;
    }

    /** Returns whether the process is dead. */
    public synchronized boolean isDead() {
        return left < 0;
    }

    /** Returns whether the process is paused. */
    public synchronized boolean isStopped() {
        return stopped;
    }

    /** It hears nothing from now on. */
    public synchronized void stop() {
        stopped = true;
    }

    /** It hears so many answers more, and then nothing. */
    public synchronized void stopAfter(int more) {
        answers = more;
    }

    /** It hears again, first what it has missed. */
    public void resume() {
        List<Runnable> missed;
        synchronized (this) {
            stopped = false;
            answers = IMMORTAL;
            missed = List.copyOf(unheard);
            unheard.clear();
        }
        missed.forEach(Runnable::run);
    }

    /** Takes one step of its life that is not a command, such as to write to a socket; false if it is dead by then. */
    public synchronized boolean step() {
        left -= left == IMMORTAL || left < 0 ? 0 : 1;
        return left >= 0;
    }

    /** Waits until it waits for nothing. What a dead or stopped one waits for does not count. */
    public synchronized void awaitQuiet() throws InterruptedException {
        while (underWay > 0) {
            wait(1_000);
        }
    }

    private Uni<Reply> send(Supplier<Uni<Reply>> call) {
        return Uni.createFrom().emitter(answer -> {
            boolean alive = step();
            boolean last = !alive && takeLast();
            if (alive || last) {
                began();
                call.get().subscribe().with(reply -> heard(answer, reply, alive), failure -> failed(answer, failure));
            }
        });
    }

    private synchronized boolean takeLast() {
        boolean last = lastIsSent;
        lastIsSent = false;
        return last;
    }

    private void heard(UniEmitter<? super Reply> answer, Reply reply, boolean alive) {
        boolean now;
        synchronized (this) {
            stopped = stopped || answers-- == 0;
            now = alive && !isDead() && !stopped;
            if (stopped && alive) {
                unheard.add(() -> answer.complete(reply));
            }
        }
        if (now) {
            answer.complete(reply);
        }
        ended();
    }

    private void failed(UniEmitter<? super Reply> answer, Throwable failure) {
        answer.fail(failure);
        ended();
    }

    private synchronized void began() {
        underWay++;
    }

    private synchronized void ended() {
        underWay--;
        notifyAll();
    }
}
