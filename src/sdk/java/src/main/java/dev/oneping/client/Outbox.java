package dev.oneping.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps a user's answers until the service has them. An app that must not lose them with its process brings one that stores them. */
public interface Outbox {

    /** One answer. */
    record Answer(String id, AckKind kind) {}

    void add(Answer answer);

    /** The oldest first. */
    List<Answer> list();

    void remove(Collection<Answer> answers);

    /** An outbox that lives as long as the process; it holds the newest 1,000 answers. */
    static Outbox inMemory() {
        return new Outbox() {
            private static final int MOST = 1_000;
            private final Set<Answer> answers = new LinkedHashSet<>();

            @Override
            public synchronized void add(Answer answer) {
                answers.add(answer);
                if (answers.size() > MOST) {
                    answers.remove(answers.iterator().next());
                }
            }

            @Override
            public synchronized List<Answer> list() {
                return new ArrayList<>(answers);
            }

            @Override
            public synchronized void remove(Collection<Answer> gone) {
                answers.removeAll(gone);
            }
        };
    }
}
