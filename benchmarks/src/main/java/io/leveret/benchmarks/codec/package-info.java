/** What it costs to turn bytes into commands and back. */
package io.leveret.benchmarks.codec;
