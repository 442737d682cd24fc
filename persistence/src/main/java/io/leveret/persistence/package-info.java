/** What the engine keeps on disk. */
package io.leveret.persistence;
