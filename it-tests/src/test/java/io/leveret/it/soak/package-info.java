/** A broker under mixed traffic for a long time, and whether what it takes of the machine stays the same. */
package io.leveret.it.soak;
