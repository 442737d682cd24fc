/** Inputs for the journal. */
package io.leveret.persistence.journal;
