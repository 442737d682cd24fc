/** The message journal: one append-only log for all queues of the broker, written by one thread in groups. */
package io.leveret.persistence.journal;
