package dev.oneping.sim;

import dev.oneping.sim.Habits.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A kind of population. Shares of devices and habits are assumed unless a source is named.
 *
 * @param delay      factor of all delays of reaction
 * @param tapRate    share of seen notifications that are tapped, on average
 * @param tabOnly    whether no browser knows more than its own tab
 * @param phoneAlong chance that the phone is at hand while it is not used. Dey and others, "Getting closer" (UbiComp 2011):
 *                   within arm's reach 53 % and in the same room 88 % of the time
 * @param tablets    share of people with a tablet
 * @param office     share of people who work at a desk away from home
 */
record PopulationSpec(
        String name, double delay, double tapRate, boolean tabOnly, double phoneAlong, double tablets, double office) {

    static final PopulationSpec COMMON = new PopulationSpec("common", 1, 0.6, false, 0.93, 0.35, 0.6);
    static final PopulationSpec SLOW = new PopulationSpec("slow", 2.5, 0.6, false, 0.93, 0.35, 0.6);
    static final PopulationSpec FEW_TAPS = new PopulationSpec("few-taps", 1, 0.1, false, 0.93, 0.35, 0.6);
    static final PopulationSpec TAB_ONLY = new PopulationSpec("tab-only", 1, 0.6, true, 0.93, 0.35, 0.6);
    static final PopulationSpec OTHER = new PopulationSpec("other", 1.8, 0.45, false, 0.6, 0.7, 0.3);

    static final List<PopulationSpec> ALL = List.of(COMMON, SLOW, FEW_TAPS, TAB_ONLY, OTHER);

    static PopulationSpec named(String name) {
        return ALL.stream()
                .filter(spec -> spec.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No population is named " + name + "; there are "
                        + ALL.stream().map(PopulationSpec::name).toList()));
    }

    /** The person of that number; the same for the same seed, whatever the size of the population. */
    SimPerson person(long seed, int number) {
        SplittableRandom random = new SplittableRandom(Dice.seed(seed, number, 1));
        double draw = random.nextDouble();
        Job job = draw < office ? Job.OFFICE : draw < office + 0.25 ? Job.HOME_OFFICE : Job.FIELD;
        return new SimPerson(seed, number, devices(random, job), habits(random, job));
    }

    private List<SimDevice> devices(RandomGenerator random, Job job) {
        List<SimDevice> devices = new ArrayList<>();
        add(devices, random, SimKind.PHONE, 1, 0);
        add(devices, random, SimKind.LAPTOP, job == Job.FIELD ? 0.5 : 0.8, 0);
        boolean needsDesktop = devices.size() == 1 && job != Job.FIELD;
        add(devices, random, SimKind.DESKTOP, needsDesktop ? 1 : job == Job.FIELD ? 0.1 : 0.35, 0);
        add(devices, random, SimKind.TABLET, tablets, 0.5);
        add(devices, random, SimKind.TV, 0.1, 1);
        add(devices, random, SimKind.WATCH, 0.12, 0);
        return devices;
    }

    private void add(List<SimDevice> devices, RandomGenerator random, SimKind kind, double share, double shared) {
        boolean has = Dice.chance(random, share);
        boolean isShared = Dice.chance(random, shared);
        boolean seesSystem = kind == SimKind.DESKTOP || Dice.chance(random, 0.8);
        boolean muted = Dice.chance(random, 0.28);
        if (has) {
            boolean push = kind.isMobile() || kind == SimKind.WATCH;
            devices.add(new SimDevice(
                    devices.size(), kind, push, isShared, kind.isComputer() && seesSystem && !tabOnly, muted));
        }
    }

    /** Wake times and lengths of sleep are assumed from what surveys of time use agree on: about eight hours, most from 23 to 7. */
    private Habits habits(RandomGenerator random, Job job) {
        double late = random.nextGaussian();
        double sound = 0.2 + 0.5 * random.nextDouble();
        double along = between(phoneAlong + 0.1 * random.nextGaussian(), 0.3, 0.98);
        double tap = tapRate < 0.2 ? tapRate : between(tapRate + 0.15 * random.nextGaussian(), 0.2, 0.95);
        return new Habits(
                6.9 + late * 0.9,
                between(8 + 0.5 * random.nextGaussian(), 6, 9.5),
                job,
                tap,
                delay * Math.exp(0.25 * random.nextGaussian()),
                sound,
                (1 - sound) * (0.5 + 0.4 * random.nextDouble()),
                Dice.chance(random, 0.55),
                along,
                0.15 + 0.3 * random.nextDouble(),
                Dice.chance(random, 0.3));
    }

    private static double between(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }
}
