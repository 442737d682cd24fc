/** What the journal makes of a disk. */
package io.leveret.benchmarks.journal;
