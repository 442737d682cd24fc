/** Inputs for the catalog. */
package io.leveret.persistence.catalog;
