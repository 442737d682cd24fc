/** What it costs to look at a broker. */
package io.leveret.benchmarks.management;
