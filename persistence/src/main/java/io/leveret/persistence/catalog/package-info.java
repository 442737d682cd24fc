/** Keeps what exists: a log of changes that is forced before anybody is told, and snapshots that are written once. */
package io.leveret.persistence.catalog;
