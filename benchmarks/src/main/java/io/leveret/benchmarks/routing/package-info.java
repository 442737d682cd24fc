/** What it costs to find the queues a message reaches. */
package io.leveret.benchmarks.routing;
