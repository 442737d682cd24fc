package io.leveret.persistence.journal;

import java.util.List;

/**
 * What reading the journal has found.
 *
 * @param end       where the log ends: everything below was read
 * @param torn      whether something unfinished stood behind the end, which had never been confirmed
 * @param records   how many were read
 * @param groups    in how many groups
 * @param nextGroup the number of the group that comes next
 * @param lost      what could not be read though it had been durable; empty unless salvaging
 */
public record ReplayReport(long end, boolean torn, long records, long groups, long nextGroup, List<Lost> lost) {

    /** A stretch of a segment. */
    public record Lost(long segment, long from, long to, String reason) {
    }
}
