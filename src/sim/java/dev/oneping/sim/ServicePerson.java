package dev.oneping.sim;

import dev.oneping.sim.Reactions.Reaction;
import dev.oneping.sim.SimFrame.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A person whose clients and app speak with the service, and who reacts to what it shows. */
final class ServicePerson {

    /** The most notifications that a client says it displays. */
    private static final int SHOWN = 50;

    private final SimDays days;
    private final Reactions reactions;
    private final boolean[] online;
    private final Map<Integer, String> ids = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private int frame;
    private int notice;

    ServicePerson(SimDays days, double silence) {
        this.days = days;
        this.reactions = new Reactions(days, new Perception(days, silence));
        this.online = new boolean[days.person().devices().size()];
    }

    SimDays days() {
        return days;
    }

    List<SimOutcome> outcomes() {
        return reactions.outcomes();
    }

    List<String> registration() {
        List<String> lines = new ArrayList<>();
        days.person().devices().forEach(device -> lines.add(ServiceLines.register(days.person(), device)));
        lines.add(ServiceLines.preferences(days.person()));
        return lines;
    }

    /** The time of what happens next by itself. */
    int next() {
        int nextFrame = frame < days.frames().size() ? days.frames().get(frame).at() : Integer.MAX_VALUE;
        int nextNotice =
                notice < days.notices().size() ? days.notices().get(notice).at() : Integer.MAX_VALUE;
        return Math.min(Math.min(nextFrame, nextNotice), reactions.next());
    }

    /** Everything that the person, the clients and the app do until then, as lines for the service. */
    List<String> until(int now, int person) {
        List<String> lines = new ArrayList<>();
        while (frame < days.frames().size() && days.frames().get(frame).at() <= now) {
            SimFrame sent = days.frames().get(frame++);
            online[sent.device()] = sent.type() != Type.CLOSE;
            lines.add(ServiceLines.frame(days.person(), sent, displayed(sent.device())));
        }
        while (notice < days.notices().size() && days.notices().get(notice).at() <= now) {
            SimNotice sent = days.notices().get(notice++);
            lines.add(ServiceLines.submit(days.person(), sent, person * 100_000 + sent.number()));
        }
        while (reactions.next() <= now) {
            Reaction reaction = reactions.react();
            String id = ids.get(reaction.notice());
            if (reaction.tap() && id != null) {
                SimDevice device = days.person().devices().get(reaction.device());
                lines.add(ServiceLines.tap(days.person(), device, id, now, online[device.index()]));
            }
        }
        return lines;
    }

    private List<String> displayed(int device) {
        return ids.entrySet().stream()
                .filter(entry -> reactions.isShown(entry.getKey(), device))
                .sorted(Map.Entry.<Integer, String>comparingByKey().reversed())
                .limit(SHOWN)
                .map(Map.Entry::getValue)
                .toList();
    }

    void accepted(int number, String id) {
        ids.put(number, id);
        numbers.put(id, number);
    }

    /** A display that arrives; what the device displays already counts again only if it sounds. */
    void shown(String id, String deviceId, boolean ring, int at) {
        Integer number = numbers.get(id);
        int device = device(deviceId);
        if (number != null && (ring || !reactions.isShown(number, device))) {
            reactions.show(number, device, at, ring);
        }
    }

    void removed(String id, String deviceId) {
        Integer number = numbers.get(id);
        if (number != null) {
            reactions.remove(number, device(deviceId));
        }
    }

    private int device(String id) {
        return days.person().devices().stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the person has no device " + id))
                .index();
    }
}
