/** Looking through what a stopped broker has left on disk. */
package io.leveret.persistence.check;
