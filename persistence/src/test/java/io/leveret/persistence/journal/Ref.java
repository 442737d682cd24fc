package io.leveret.persistence.journal;

/** A message's place in a queue: the queue's id, which is never used again, and the position in it. */
record Ref(long queueId, long position) {
}
