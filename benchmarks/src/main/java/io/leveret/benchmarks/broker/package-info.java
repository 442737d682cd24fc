/** The whole broker, as a process of its own, under a client that costs as little as it can. */
package io.leveret.benchmarks.broker;
