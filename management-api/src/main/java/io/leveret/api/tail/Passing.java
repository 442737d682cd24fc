package io.leveret.api.tail;

import io.leveret.engine.message.Message;
import io.leveret.engine.tap.Tap;
import java.util.ArrayList;
import java.util.List;

/** Messages between the loop that shows them and the thread that tells of them: few, and what finds no room is only counted. */
final class Passing implements Tap {

    private static final int MOST = 5_000;
    private static final long MOST_BYTES = 8 << 20;

    /** @param at milliseconds since 1970 */
    record Seen(Message message, long at) {
    }

    private final PassingRoom room;
    private List<Seen> waiting = new ArrayList<>();
    private long bytes;
    private long missed;
    private boolean isOver;

    Passing(PassingRoom room) {
        this.room = room;
    }

    @Override
    public synchronized void passed(Message message) {
        long size = message.body().size() + message.properties().length(); // headers may be long where bodies are not
        boolean hasRoom = !isOver && waiting.size() < MOST && (waiting.isEmpty() || bytes + size <= MOST_BYTES) && room.take(size);
        if (!hasRoom) {
            missed++;
            return;
        }
        bytes += size;
        waiting.add(new Seen(message, System.currentTimeMillis()));
    }

    synchronized List<Seen> take() {
        List<Seen> taken = waiting;
        waiting = new ArrayList<>();
        room.free(bytes);
        bytes = 0;
        return taken;
    }

    /** What waits is missed as well. */
    synchronized void drop() {
        missed += take().size();
    }

    /** Nobody looks on any more: what a loop still shows would keep its room for ever. */
    synchronized void end() {
        isOver = true;
        drop();
    }

    /** How many passed unseen since this was asked. */
    synchronized long missed() {
        long since = missed;
        missed = 0;
        return since;
    }
}
