package io.leveret.it.crash;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a broker lives and dies in a round.
 *
 * @param segmentSize small ones are full soon, and compacted all the time
 * @param sync        when messages are confirmed: of a process that is killed each policy keeps what it says
 * @param millis      how long it lives under load
 * @param pauses      how often it stands still for a while meanwhile
 * @param frozen      for how many milliseconds it does nothing before it is killed
 * @param cutOff      how many starts are killed as well, before there is one that may come to its end
 */
record Circumstances(int segmentSize, String sync, int millis, int pauses, int frozen, int cutOff) {
    private static final int LARGEST_SEGMENT = 64 << 20;
    private static final int SMALL_SEGMENT = 2 << 20; // four times the largest body, as checkpoints expect of those in pieces
    private static final int SHORTEST = 100;
    private static final int USUAL_LONGEST = 1500;
    private static final int LONGEST = 6000;
    private static final int LONGEST_FREEZE = 3000;
    private static final int LONGEST_PAUSE = 700;
    private static final int LONGEST_START = 2500;
    private static final int MOST_PAUSES = 3;
    private static final int MOST_CUT_OFF = 3;
    private static final List<String> POLICIES = List.of("group", "group", "group:500", "interval:50", "os");

    static final Circumstances USUAL = new Circumstances(LARGEST_SEGMENT, "group", 0, 0, 0, 0);

    /** @param isPatient whether a round may take several seconds, in which segments are compacted */
    static Circumstances draw(RandomGenerator random, boolean isPatient) {
        boolean isSmall = random.nextBoolean();
        int longest = isPatient && isSmall ? LONGEST : USUAL_LONGEST;
        int frozen = isPatient && random.nextInt(4) == 0 ? random.nextInt(LONGEST_FREEZE) : 0;
        int pauses = isPatient && random.nextInt(4) == 0 ? 1 + random.nextInt(MOST_PAUSES) : 0;
        int cutOff = isPatient && random.nextInt(3) == 0 ? 1 + random.nextInt(MOST_CUT_OFF) : 0;
        return new Circumstances(isSmall ? SMALL_SEGMENT : LARGEST_SEGMENT, POLICIES.get(random.nextInt(POLICIES.size())),
                SHORTEST + random.nextInt(longest), pauses, frozen, cutOff);
    }

    static int pause(RandomGenerator random) {
        return 1 + random.nextInt(LONGEST_PAUSE);
    }

    /** At any moment of a start, and a little behind it. */
    static int start(RandomGenerator random) {
        return random.nextInt(LONGEST_START);
    }
}
