/** What is counted and timed during a run, by each event loop for itself, and what it costs the machine. */
package io.leveret.perf.measure;
