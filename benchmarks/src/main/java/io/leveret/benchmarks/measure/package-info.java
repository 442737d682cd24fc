/** What the benchmarks that have targets to meet share: bounds, medians, and one way to print them beside the disk's figures. */
package io.leveret.benchmarks.measure;
