package io.leveret.persistence.catalog;

/** Something that is in the catalog: what identifies it, and the other fields of the change that made it. */
record Entry(Key key, byte[] details) {
}
