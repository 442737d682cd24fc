package io.leveret.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands for one owner, one at a time, on its home loop. Commands that other threads post are run together
 * in a turn; a command from the home loop itself runs at once when nothing waits before it.
 *
 * <p>The mailbox itself has no bound. Whoever posts in bulk asks {@link #isBusy()} afterwards and pauses its source
 * until the command that it posts behind all the others has run.
 */
public final class Mailbox {

    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

    /** Commands run in one turn, and how long, so that the loop's other work is not kept waiting. */
    private static final int LONGEST_TURN = 64;
    private static final long LONGEST_TURN_MILLIS = 1;

    /** A command is a batch of one read burst as a rule; so many of them waiting means the home loop is behind. */
    private static final int BUSY = 32;

    private static final VarHandle WAITING;

    static {
        try {
            WAITING = MethodHandles.lookup().findVarHandle(Mailbox.class, "waiting", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Loop home;
    private final Runnable endTurn;
    private final Runnable turn = this::turn;

    /** A faster kind would take 660 bytes for each queue that there is; a command is a batch, and the counter is shared anyway. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private volatile int waiting;
    private boolean running;

    /** While it is, nothing runs, and much waits. */
    private volatile boolean held;

    /** @param endTurn run on the home loop after each turn: the place to send what the turn has gathered */
    public Mailbox(Loop home, Runnable endTurn) {
        this.home = home;
        this.endTurn = endTurn;
    }

    /** Runs the command now if the caller is at home and nothing is before it, else posts it. */
    public void submit(Runnable command) {
        if (!home.isCurrent() || running || held || waiting > 0) {
            post(command);
            return;
        }
        running = true;
        run(command);
        run(endTurn);
        running = false;
    }

    /** Leaves the command for a later turn, even when called at home. */
    public void post(Runnable command) {
        commands.add(command);
        if (addToWaiting(1) == 1) home.execute(turn);
    }

    /** Whether so much waits here that its sources should pause. */
    public boolean isBusy() {
        return waiting > BUSY || held;
    }

    /** Keeps all commands back until {@link #release}; to be called before there are any. */
    public void hold() {
        held = true;
    }

    /** To be called on the home loop. */
    public void release() {
        held = false;
        if (waiting > 0) home.execute(turn);
    }

    private void turn() {
        int batch = Math.min(waiting, LONGEST_TURN);
        if (held || batch == 0) return; // a release may have asked for the turn that a post asked for too
        long end = home.millis() + LONGEST_TURN_MILLIS;
        int done = 0;
        running = true;
        do {
            run(commands.poll());
            done++;
        } while (done < batch && home.millis() <= end); // a command may be a batch of a thousand messages
        run(endTurn);
        running = false;
        if (addToWaiting(-done) > 0) home.execute(turn);
    }

    /** @return how many wait then */
    private int addToWaiting(int more) {
        return (int) WAITING.getAndAdd(this, more) + more;
    }

    /** A bug in one command must not take the others with it, nor may an error like a stack that is too deep. */
    private void run(Runnable command) {
        try {
            command.run();
        } catch (RuntimeException | Error bug) {
            log.error("a command of a mailbox failed", bug);
        }
    }
}
