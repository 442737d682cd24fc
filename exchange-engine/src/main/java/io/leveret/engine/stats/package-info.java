/** What is counted: by loops, each for itself; added up and kept for a while by a sampler that comes round. */
package io.leveret.engine.stats;
