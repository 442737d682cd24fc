/** Exchanges and queues as a graph: what leads where. */
package io.leveret.api.graph;
