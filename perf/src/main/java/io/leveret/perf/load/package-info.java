/** What a run does to a broker: publishers, subscribers, callers, and what opens and closes things. */
package io.leveret.perf.load;
