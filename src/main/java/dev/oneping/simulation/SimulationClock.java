package dev.oneping.simulation;

import dev.oneping.redis.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The time of this simulation with everything that waits for it: timers, watched delay queues, followed streams; and the
 * number of pieces of work that are under way. {@link Stepper} moves it. All state is guarded by this object, except the
 * instant, which is read everywhere.
 */
final class SimulationClock implements VirtualTime {

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<Watch> watches = new ArrayList<>();
    private final Map<String, List<BiConsumer<String, Map<String, String>>>> followers = new LinkedHashMap<>();
    private volatile long now;
    private long sequence;
    private long under;
    private long begun;
    private long foreign;
    private @Nullable Thread loop;
    private @Nullable Runnable onQuiet;

    @Override
    public long millis() {
        return now;
    }

    @Override
    public synchronized void after(Duration pause, Runnable task) {
        timers.add(new Timer(now + Math.max(1, pause.toMillis()), sequence++, task));
    }

    @Override
    public synchronized void whenDue(List<String> queues, Runnable task) {
        watches.add(new Watch(List.copyOf(queues), task));
        begun++;
    }

    @Override
    public synchronized void follow(List<String> streams, BiConsumer<String, Map<String, String>> onEntry) {
        streams.forEach(stream ->
                followers.computeIfAbsent(stream, ignored -> new ArrayList<>()).add(onEntry));
    }

    @Override
    public synchronized void begun(long pieces) {
        under += pieces;
        begun += pieces;
        foreign += Thread.currentThread() == loop ? 0 : 1;
    }

    @Override
    public void ended() {
        Runnable quiet;
        synchronized (this) {
            under--;
            quiet = under == 0 ? onQuiet : null;
            onQuiet = quiet == null ? onQuiet : null;
        }
        if (quiet != null) {
            quiet.run();
        }
    }

    /** Returns whether nothing is under way; otherwise runs the task once that is so, on the thread that ends it. */
    synchronized boolean isQuietOrRun(Runnable task) {
        if (under == 0) {
            return true;
        }
        onQuiet = task;
        return false;
    }

    /** Returns the number of pieces of work that have ever begun: if it is the same, nothing has changed. */
    synchronized long begun() {
        return begun;
    }

    /** Returns how often another thread than the event loop has begun work. */
    synchronized long foreign() {
        return foreign;
    }

    /** Declares the current thread to be the event loop. */
    synchronized void isLoop() {
        loop = Thread.currentThread();
    }

    /** Sets the time. */
    void set(long millis) {
        now = millis;
    }

    /** Returns the instant of the next timer; {@link Long#MAX_VALUE} if none is set. */
    synchronized long nextTimer() {
        Timer first = timers.peek();
        return first == null ? Long.MAX_VALUE : first.at;
    }

    /** Takes the next timer that is due now; null if none is. */
    synchronized @Nullable Runnable dueTimer() {
        Timer first = timers.peek();
        if (first == null || first.at > now) {
            return null;
        }
        timers.remove();
        return first.task;
    }

    /** Returns the delay queues that are watched. */
    synchronized Set<String> watched() {
        Set<String> queues = new LinkedHashSet<>();
        watches.forEach(watch -> queues.addAll(watch.queues));
        return queues;
    }

    /**
     * Takes the watches that have a due member now.
     *
     * @param dues the first due time of each queue that has a member
     */
    synchronized List<Runnable> dueWatches(Map<String, Long> dues) {
        List<Runnable> due = new ArrayList<>();
        watches.removeIf(watch -> {
            boolean isDue = watch.queues.stream().anyMatch(queue -> dues.getOrDefault(queue, Long.MAX_VALUE) <= now);
            return isDue && due.add(watch.task);
        });
        return due;
    }

    /** Passes an entry to those who follow its stream. */
    void deliver(String stream, Map<String, String> entry) {
        List<BiConsumer<String, Map<String, String>>> known;
        synchronized (this) {
            known = List.copyOf(followers.getOrDefault(stream, List.of()));
        }
        known.forEach(follower -> follower.accept(stream, entry));
    }

    /** A timer; those of one instant are in the order in which they were set. */
    private record Timer(long at, long sequence, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return at == other.at ? Long.compare(sequence, other.sequence) : Long.compare(at, other.at);
        }
    }

    private record Watch(List<String> queues, Runnable task) {}
}
