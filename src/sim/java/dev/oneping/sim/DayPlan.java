package dev.oneping.sim;

import dev.oneping.sim.Habits.Job;
import dev.oneping.sim.Scene.Doing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The coarse plan of a person's days: blocks of one occupation, each with the device that it is about. */
final class DayPlan {

    static final int DAY = 86_400;
    private static final int HOUR = 3_600;
    private static final int MINUTE = 60;

    private final SimPerson person;
    private final RandomGenerator random;
    private final int computer;
    private final int atHome;
    private final List<Block> blocks = new ArrayList<>();
    private int now;

    /**
     * One occupation.
     *
     * @param device   the device that it is about; {@link Scene#NONE} if none
     * @param company  whether other people are there
     */
    record Block(int from, int to, Doing doing, int device, boolean company) {}

    private DayPlan(SimPerson person, RandomGenerator random) {
        this.person = person;
        this.random = random;
        int desktop = person.first(SimKind.DESKTOP);
        int laptop = person.first(SimKind.LAPTOP);
        this.computer = desktop >= 0 && (laptop < 0 || random.nextDouble() < 0.5) ? desktop : laptop;
        this.atHome = person.habits().job() == Job.HOME_OFFICE ? computer : laptop;
    }

    /** The blocks of that many days, from the first midnight on, without gaps. */
    static List<Block> of(SimPerson person, int days, RandomGenerator random) {
        DayPlan plan = new DayPlan(person, random);
        for (int day = 0; day < days; day++) {
            plan.day(day);
        }
        plan.sleepUntil(days * DAY + 12 * HOUR);
        return plan.blocks;
    }

    private void day(int day) {
        boolean weekend = day % 7 >= 5;
        int base = day * DAY;
        Habits habits = person.habits();
        sleepUntil(base + hours(habits.wakeHour() + (weekend ? 1.2 : 0) + 0.5 * random.nextGaussian()));
        add(Doing.BUSY, minutes(25, 50), Scene.NONE, false);
        add(Doing.LEISURE, minutes(10, 25), Scene.NONE, false);
        if (!weekend) {
            workingDay(base);
        }
        int bed = base + hours(habits.bedHour() + (weekend ? 0.6 : 0) + 0.6 * random.nextGaussian());
        while (now < bed - 15 * MINUTE) {
            freeTime(Math.min(bed, base + DAY + 3 * HOUR));
        }
        if (now < bed) {
            add(Doing.LEISURE, bed - now, Scene.NONE, false);
        }
    }

    private void workingDay(int base) {
        boolean away = person.habits().job() != Job.HOME_OFFICE;
        int commute = minutes(15, 45);
        if (away) {
            add(Doing.TRAVELLING, commute, Scene.NONE, true);
        }
        int end = now + hours(8.3 + 0.6 * random.nextGaussian());
        int lunch = base + hours(12.2 + 0.3 * random.nextGaussian());
        boolean eaten = false;
        while (now < end) {
            if (!eaten && now > lunch) {
                add(Doing.PAUSE, minutes(30, 50), Scene.NONE, true);
                eaten = true;
            } else if (person.habits().job() == Job.FIELD) {
                add(Doing.BUSY, minutes(30, 110), Scene.NONE, true);
                add(Doing.PAUSE, minutes(5, 15), Scene.NONE, false);
            } else {
                deskWork();
            }
        }
        if (away) {
            add(Doing.TRAVELLING, commute, Scene.NONE, true);
        }
    }

    private void deskWork() {
        add(Doing.WORKING, minutes(35, 95), computer, false);
        double draw = random.nextDouble();
        if (draw < 0.18) {
            add(Doing.CALLING, minutes(15, 60), computer, false);
        } else if (draw < 0.26) {
            add(Doing.PRESENTING, minutes(15, 50), computer, true);
        } else if (draw < 0.44) {
            add(Doing.MEETING, minutes(25, 70), Scene.NONE, true);
        } else {
            add(Doing.PAUSE, minutes(5, 15), Scene.NONE, true);
        }
    }

    private void freeTime(int latest) {
        int length = Math.min(minutes(25, 100), Math.max(MINUTE, latest - now));
        double draw = random.nextDouble();
        int television = person.first(SimKind.TV);
        int tablet = person.first(SimKind.TABLET);
        if (draw < 0.25) {
            add(Doing.LEISURE, length, television, false);
        } else if (draw < 0.42 && atHome >= 0) {
            add(Doing.LEISURE, length, atHome, false);
        } else if (draw < 0.5 && tablet >= 0) {
            add(Doing.LEISURE, length, tablet, false);
        } else if (draw < 0.68) {
            add(Doing.BUSY, length, Scene.NONE, draw < 0.6);
        } else {
            add(Doing.LEISURE, length, Scene.NONE, draw < 0.9);
        }
    }

    private void sleepUntil(int end) {
        if (end > now) {
            add(Doing.ASLEEP, end - now, Scene.NONE, false);
        }
    }

    private void add(Doing doing, int length, int device, boolean company) {
        blocks.add(new Block(now, now + length, doing, device, company));
        now += length;
    }

    private int minutes(int least, int most) {
        return MINUTE * random.nextInt(least, most) + random.nextInt(MINUTE);
    }

    private static int hours(double value) {
        return (int) (value * HOUR);
    }
}
