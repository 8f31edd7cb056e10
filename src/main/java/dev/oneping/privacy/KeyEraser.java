package dev.oneping.privacy;

import dev.oneping.privacy.PersonalKeys.Named;
import dev.oneping.redis.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Erases everything of one subject, in scans of all keys that are repeated until one finds nothing. Blocks; one instance for each
 * erasure, confined to its thread.
 */
final class KeyEraser {

    /** A running request or node may store something after its key was scanned, or name what only the first scan has learnt. */
    private static final int SCANS = 8;

    private static final Pattern HELD = Pattern.compile("^\\{\"state\":\"held\",\"reason\":\"([^\"]*)\"");

    private static final List<String> DELIVERY_LISTS = List.of("webhook-queue", "webhook-list", "webhook-dead");

    private final KeyScan scan;
    private final Ownership ownership;
    private final EntryEraser entries;
    private final ErasureProof proof;

    KeyEraser(KeyScan scan, Ownership ownership, EntryEraser entries, ErasureProof proof) {
        this.scan = scan;
        this.ownership = ownership;
        this.entries = entries;
        this.proof = proof;
    }

    /** Erases until nothing is left, and returns how much the last scan has found: 0, unless others keep writing. */
    long erase() {
        long found = scanOnce();
        for (int i = 1; i < SCANS && found > 0; i++) {
            found = scanOnce();
        }
        return found;
    }

    /** Erases what one scan finds, and returns how much that was. */
    long scanOnce() {
        long before = proof.found();
        scan.keys("*", page -> {
            List<Named> owned = owned(page);
            loosen(owned);
            delete(owned);
            page.stream()
                    .filter(key -> key.kind().entries() != KeyKind.Entries.NONE && !owned.contains(key))
                    .forEach(key -> proof.entries(key.kind(), entries.erase(key)));
        });
        return proof.found() - before;
    }

    private List<Named> owned(List<Named> page) {
        List<Boolean> owns = KeyScan.all(page.stream().map(ownership::owns).toList());
        List<Named> owned = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            if (owns.get(i)) {
                owned.add(page.get(i));
            }
        }
        return owned;
    }

    private void delete(List<Named> owned) {
        List<Uni<Long>> deletions = owned.stream()
                .map(key -> scan.command(Command.UNLINK, key.key()).map(reply -> reply.number()))
                .toList();
        List<Long> deleted = KeyScan.all(deletions);
        for (int i = 0; i < owned.size(); i++) {
            proof.keys(owned.get(i).kind(), deleted.get(i));
        }
    }

    /** Takes keys that will be deleted out of the counts and lists that are kept of them. */
    private void loosen(List<Named> owned) {
        List<Named> notifications = of(KeyKind.Owner.NOTIFICATION, owned);
        List<Uni<Reply>> reads = notifications.stream()
                .map(key -> scan.command(Command.HGET, key.key(), "state"))
                .toList();
        List<Reply> states = KeyScan.all(reads);
        for (int i = 0; i < notifications.size(); i++) {
            uncount(notifications.get(i), states.get(i));
        }
        List<Uni<Reply>> removals = of(KeyKind.Owner.DELIVERY, owned).stream()
                .flatMap(key ->
                        DELIVERY_LISTS.stream().map(list -> scan.command(Command.ZREM, key.sibling(list), event(key))))
                .toList();
        KeyScan.all(removals);
    }

    private static List<Named> of(KeyKind.Owner owner, List<Named> keys) {
        return keys.stream().filter(key -> key.kind().owner() == owner).toList();
    }

    private static String event(Named delivery) {
        return delivery.rest().substring(delivery.rest().indexOf(':') + 1);
    }

    /** Lowers the count of held notifications, which the scripts of the notification will not do any more. */
    private void uncount(Named key, Reply state) {
        Matcher held = HELD.matcher(state.isNil() ? "" : state.text());
        if (held.find()) {
            String counts = key.key().substring(0, key.key().indexOf(':') + 1) + "held";
            if (scan.ask(Command.HINCRBY, counts, held.group(1), -1).number() <= 0) {
                scan.ask(Command.HDEL, counts, held.group(1));
            }
        }
    }
}
