/** What the message store makes of a disk, and of the heap. */
package io.leveret.benchmarks.store;
