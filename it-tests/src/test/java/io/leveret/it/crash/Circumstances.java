package io.leveret.it.crash;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a broker lives and dies in a round.
 *
 * @param segmentSize small ones are full soon, and compacted all the time
 * @param sync        when messages are confirmed: of a process that is killed each policy keeps what it says
 * @param millis      how long it lives under load
 * @param frozen      for how many milliseconds it does nothing before it is killed
 */
record Circumstances(int segmentSize, String sync, int millis, int frozen) {
    private static final int LARGEST_SEGMENT = 64 << 20;
    private static final int SMALL_SEGMENT = 2 << 20; // four times the largest body, as checkpoints expect of those in pieces
    private static final int SHORTEST = 100;
    private static final int USUAL_LONGEST = 1500;
    private static final int LONGEST = 6000;
    private static final int LONGEST_FREEZE = 3000;
    private static final List<String> POLICIES = List.of("group", "group", "group:500", "interval:50", "os");

    static final Circumstances USUAL = new Circumstances(LARGEST_SEGMENT, "group", 0, 0);

    /** @param isPatient whether a round may take several seconds, in which segments are compacted */
    static Circumstances draw(RandomGenerator random, boolean isPatient) {
        boolean isSmall = random.nextBoolean();
        int longest = isPatient && isSmall ? LONGEST : USUAL_LONGEST;
        int frozen = isPatient && random.nextInt(4) == 0 ? random.nextInt(LONGEST_FREEZE) : 0;
        return new Circumstances(isSmall ? SMALL_SEGMENT : LARGEST_SEGMENT, POLICIES.get(random.nextInt(POLICIES.size())),
                SHORTEST + random.nextInt(longest), frozen);
    }
}
