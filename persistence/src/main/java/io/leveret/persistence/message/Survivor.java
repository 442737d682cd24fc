package io.leveret.persistence.message;

/** A message that keeps a segment, as it was when the segment was looked through. */
record Survivor(LoopStore store, StoredQueue queue, long position, long location, long size) {
}
