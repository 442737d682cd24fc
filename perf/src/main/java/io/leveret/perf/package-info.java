/** {@code ./leveret perf}: the command line of the load generator, and what it sets going. */
package io.leveret.perf;
