package dev.oneping.drill;

import dev.oneping.drill.DrillStage.Fault;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One fault of the drill and what is promised in it. A further row is a further constant: its name, its promise, what it
 * excuses, and the fault, which begins, lasts and ends within the call.
 */
enum DrillRow {
    REDIS_STOPPED_3S("Redis stopped 3 s", Excuse.NONE, stopped(3)),
    REDIS_STOPPED_15S("Redis stopped 15 s", Excuse.NONE, stopped(15)),
    REDIS_STOPPED_62S("Redis stopped 62 s", Excuse.NONE, stopped(62)),
    RESET("connections reset", Excuse.NONE, stage -> stage.ways(FaultProxy::reset)),
    HALF_OPEN("replies lost 5 s", Excuse.NONE, through(FaultProxy.Mode.HALF_OPEN, 5)),
    BLACKHOLE("blackhole 10 s", Excuse.NONE, through(FaultProxy.Mode.BLACKHOLE, 10)),
    BLACKHOLE_ONE_NODE("blackhole of a node 10 s", Excuse.NONE, stage -> {
        stage.firstWay.mode(FaultProxy.Mode.BLACKHOLE);
        DrillStage.last(Duration.ofSeconds(10));
        stage.firstWay.mode(FaultProxy.Mode.PASS);
        stage.firstWay.reset();
    }),
    DRIP("slow drip 5 s", Excuse.NONE, through(FaultProxy.Mode.DRIP, 5)),
    LATENCY_50MS("latency 50 ms", Excuse.NONE, latency(50)),
    LATENCY_500MS("latency 500 ms", Excuse.RINGS, latency(500)),
    LATENCY_1500MS("latency 1500 ms", Excuse.RINGS, latency(1_500)),
    SCRIPT_FLUSH("SCRIPT FLUSH", Excuse.NONE, stage -> stage.redis.command("SCRIPT FLUSH")),
    BUSY("Lua script 6 s (BUSY)", Excuse.NONE, stage -> {
        try (Socket busy = stage.redis.begin("EVAL \"while true do end\" 0")) {
            DrillStage.last(Duration.ofSeconds(6));
            stage.redis.command("SCRIPT KILL");
        }
    }),
    MAXCLIENTS("maxclients 5 s", Excuse.NONE, stage -> {
        stage.redis.command("CONFIG SET maxclients 32");
        List<Socket> others = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            others.add(stage.redis.begin("PING"));
        }
        stage.ways(FaultProxy::reset);
        DrillStage.last(Duration.ofSeconds(5));
        for (Socket other : others) {
            other.close();
        }
        stage.redis.command("CONFIG SET maxclients 10000");
    }),
    OUT_OF_MEMORY("maxmemory 5 s (OOM)", Excuse.NONE, stage -> {
        stage.redis.command("CONFIG SET maxmemory 1");
        DrillStage.last(Duration.ofSeconds(5));
        stage.redis.command("CONFIG SET maxmemory 0");
    }),
    DEMOTED("demoted 10 s (READONLY)", Excuse.NONE, stage -> {
        stage.redis.command("REPLICAOF 127.0.0.1 1");
        DrillStage.last(Duration.ofSeconds(10));
        stage.redis.command("REPLICAOF NO ONE");
    }),
    REDIS_RESTARTED("Redis killed, restarted", Excuse.RINGS, stage -> stage.redis.restart()),
    NODE_KILLED("kill -9 of a node", Excuse.NODE_DIES, stage -> {
        stage.first().kill();
        stage.replaceFirst();
    }),
    ROLLING_RESTART("rolling restart", Excuse.NODE_DIES, stage -> {
        stage.first().terminate();
        stage.first().awaitExit(Duration.ofSeconds(60));
        stage.replaceFirst();
        stage.second().terminate();
        stage.second().awaitExit(Duration.ofSeconds(60));
        stage.replaceSecond();
    }),
    NODE_STOPPED_90S("node stopped 90 s", Excuse.NODE_DIES_LONG, stage -> {
        stage.first().signal("STOP");
        DrillStage.last(Duration.ofSeconds(90));
        stage.first().signal("CONT");
    }),
    CLOCK_AHEAD("clock of a node +5 min", Excuse.NODE_DIES, clock("PT5M")),
    CLOCK_BEHIND("clock of a node -5 min", Excuse.NODE_DIES, clock("-PT5M")),
    FLUSHALL("FLUSHALL", Excuse.FORGETS, stage -> {
        stage.redis.command("FLUSHALL");
        DrillStage.last(Duration.ofSeconds(5));
    });

    /** The rows of the short form. */
    static final List<DrillRow> SHORT = List.of(
            REDIS_STOPPED_3S,
            REDIS_STOPPED_15S,
            RESET,
            HALF_OPEN,
            SCRIPT_FLUSH,
            OUT_OF_MEMORY,
            DEMOTED,
            REDIS_RESTARTED,
            NODE_KILLED,
            ROLLING_RESTART);

    final String title;
    final Excuse excuse;
    final Fault<DrillStage> fault;

    DrillRow(String title, Excuse excuse, Fault<DrillStage> fault) {
        this.title = title;
        this.excuse = excuse;
        this.fault = fault;
    }

    private static Fault<DrillStage> stopped(int seconds) {
        return stage -> {
            stage.redis.signal("STOP");
            DrillStage.last(Duration.ofSeconds(seconds));
            stage.redis.signal("CONT");
        };
    }

    private static Fault<DrillStage> through(FaultProxy.Mode mode, int seconds) {
        return stage -> {
            stage.ways(way -> way.mode(mode));
            DrillStage.last(Duration.ofSeconds(seconds));
            stage.ways(way -> way.mode(FaultProxy.Mode.PASS));
        };
    }

    private static Fault<DrillStage> latency(int millis) {
        return stage -> {
            stage.ways(way -> way.latency(Duration.ofMillis(millis)));
            DrillStage.last(Duration.ofSeconds(8));
            stage.ways(way -> way.latency(Duration.ZERO));
        };
    }

    private static Fault<DrillStage> clock(String shift) {
        return stage -> {
            stage.first().kill();
            stage.replaceFirst("-Doneping.clock.shift=" + shift);
        };
    }

    /** The promises that a fault excuses. Each 202 reaches an end, once, unless data is lost. */
    enum Excuse {
        /** Everything is promised. */
        NONE("all"),
        /** An answer may come too late for the next ring: it takes as long as a window. */
        RINGS("all but rings"),
        /** An answer that was on its way may be lost with the node that had it. */
        NODE_DIES("all but rings"),
        /** Others cannot know whether the node is alive. */
        NODE_DIES_LONG("ends, versions"),
        /** What was stored is gone; new notifications are served. */
        FORGETS("serves again");

        final String promised;

        Excuse(String promised) {
            this.promised = promised;
        }

        boolean promisesNoRings() {
            return this == NONE;
        }

        boolean promisesPresence() {
            return this == NONE || this == RINGS || this == NODE_DIES;
        }

        boolean promisesEnds() {
            return this != FORGETS;
        }
    }
}
