/** What users and scripts get to read of a run. */
package io.leveret.perf.report;
