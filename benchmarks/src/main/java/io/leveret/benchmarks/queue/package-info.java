/** What a message costs on its way through a queue. */
package io.leveret.benchmarks.queue;
