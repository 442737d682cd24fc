package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongUnaryOperator;

/** What a client knows of the messages in one queue. Ids are given out in the order of publishing. Safe for threads. */
final class Ledger {

    private enum State {
        /** May be there or not. */
        UNSURE,
        /** Must be there. */
        CONFIRMED,
        /** Must not be there any more. */
        GONE
    }

    private final String queue;
    private final Map<Long, State> messages = new ConcurrentSkipListMap<>();

    Ledger(String queue) {
        this.queue = queue;
    }

    String queue() {
        return queue;
    }

    void sent(long id) {
        messages.put(id, State.UNSURE);
    }

    /** Unless somebody has settled it meanwhile. */
    void confirmed(long id, Set<Long> settling) {
        synchronized (settling) {
            if (!settling.contains(id)) messages.replace(id, State.UNSURE, State.CONFIRMED);
        }
    }

    /** An ack is on its way: whether it comes to count is not known. */
    void settling(long id, Set<Long> settling) {
        synchronized (settling) {
            settling.add(id);
            messages.replace(id, State.CONFIRMED, State.UNSURE);
        }
    }

    /** The broker has said that it is durably settled. */
    void settled(long id) {
        messages.put(id, State.GONE);
    }

    /** Checks all that the queue held after a crash, in its order; from now on it is empty, and stays so. */
    void check(List<Long> found) {
        Set<Long> distinct = new HashSet<>();
        Set<Long> duplicates = new TreeSet<>();
        for (Long id : found) if (!distinct.add(id)) duplicates.add(id);
        assertThat(duplicates).as("duplicates among %d messages in %s", found.size(), queue).isEmpty();
        Set<Long> lost = new TreeSet<>();
        messages.forEach((id, state) -> {
            if (state == State.CONFIRMED && !distinct.contains(id)) lost.add(id);
        });
        assertThat(lost).as("confirmed messages lost from %s", queue).isEmpty();
        Set<Long> back = new TreeSet<>();
        for (Long id : found) if (messages.getOrDefault(id, State.GONE) == State.GONE) back.add(id);
        assertThat(back).as("messages that had left %s", queue).isEmpty();
        messages.replaceAll((id, state) -> distinct.contains(id) ? State.UNSURE : State.GONE);
    }

    /** As {@link #check}, of a queue that keeps the order of its one publisher. */
    void checkInOrder(List<Long> found) {
        checkInOrder(found, id -> 0);
    }

    /** As {@link #check}, of a queue that keeps the order of messages with the same key. */
    void checkInOrder(List<Long> found, LongUnaryOperator key) {
        Map<Long, Long> latest = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            Long id = found.get(i);
            Long before = latest.put(key.applyAsLong(id), id);
            if (before != null) assertThat(id).as("message %d of %d in %s", i, found.size(), queue).isGreaterThan(before);
        }
        check(found);
    }

    /** What was checked is durable and stays in the queue. */
    void stay(List<Long> found) {
        for (Long id : found) messages.put(id, State.CONFIRMED);
    }

    /** All are about to leave the queue. */
    void leaving() {
        messages.replaceAll((id, state) -> state == State.CONFIRMED ? State.UNSURE : state);
    }

    /** What was there has left the queue durably. */
    void emptied() {
        messages.replaceAll((id, state) -> State.GONE);
    }
}
