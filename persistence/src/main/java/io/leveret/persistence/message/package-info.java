/** Where the messages of queues stand outside of the heap: indexes, reading back, checkpoints, and what frees the disk. */
package io.leveret.persistence.message;
