package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.settings.QueueSettings;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Ends a queue that nobody has used for so long ({@code x-expires}): no consumer, no get, no declaration. A use only
 * notes the time; the one timer finds out when it rings whether that was long enough ago. Not for queues that may stay.
 */
final class Disuse {

    private final Loop home;
    private final Executor turns;
    private final BooleanSupplier withoutConsumers;
    private final Runnable end;
    private final Alarm alarm;
    private long longest = QueueSettings.NONE;
    private long usedAt;

    /**
     * @param turns where commands of the queue run, so that a consumer that is on its way comes before the check
     * @param end   run when nobody has used the queue for long enough
     */
    Disuse(Loop home, Executor turns, BooleanSupplier withoutConsumers, Runnable end) {
        this.home = home;
        this.turns = turns;
        this.withoutConsumers = withoutConsumers;
        this.end = end;
        this.alarm = new Alarm(home, () -> this.turns.execute(this::check));
    }

    /** The time begins anew if there is another limit: what else may have changed is no use. */
    void configure(QueueSettings settings) {
        if (settings.expires() == longest) return;
        longest = settings.expires();
        alarm.cancel();
        used();
        if (longest != QueueSettings.NONE) alarm.setFor(usedAt + longest);
    }

    void used() {
        if (longest != QueueSettings.NONE) usedAt = home.millis();
    }

    void stop() {
        longest = QueueSettings.NONE;
        alarm.cancel();
    }

    /** Whether nobody has used it for so long; if that can still be, it is checked again then. */
    boolean isOver() {
        if (longest == QueueSettings.NONE) return false;
        if (!withoutConsumers.getAsBoolean()) usedAt = home.millis();
        long now = home.millis();
        long since = Math.max(usedAt, home.resumedAt()); // nobody could use it while the machine was suspended
        boolean over = now >= since + longest;
        if (!over) alarm.setFor(since + longest);
        return over;
    }

    private void check() {
        if (isOver()) end.run();
    }
}
