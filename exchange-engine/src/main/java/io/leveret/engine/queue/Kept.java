package io.leveret.engine.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/** What stays in a queue when all that is ready goes: what somebody holds, what waits for its time, what is dying. */
final class Kept {

    private final List<QueuedMessage> messages = new ArrayList<>();
    private final LongStream.Builder positionsOnly = LongStream.builder();

    /** @param picked which somebody has taken out */
    Kept(UnackedMessages unacked, Delays delays, Dying dying, Collection<QueuedMessage> picked) {
        messages.addAll(picked);
        for (QueuedMessage held = unacked.first(); held != null; held = unacked.after(held)) messages.add(held);
        delays.forEach(delayed -> {
            if (delayed.message == null) positionsOnly.add(delayed.position());
            else messages.add(delayed.message);
        });
        dying.forEach(positionsOnly::add);
    }

    /** Those that there is an object of. */
    List<QueuedMessage> messages() {
        return messages;
    }

    /** Where those are that the log knows, rising. */
    long[] positions(Paging paging) {
        LongStream stored = messages.stream().filter(paging::isStored).mapToLong(QueuedMessage::position);
        return LongStream.concat(stored, positionsOnly.build()).sorted().toArray();
    }
}
