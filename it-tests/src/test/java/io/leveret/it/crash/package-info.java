/** A broker that is killed under load, again and again, and what must be true when it is back. */
package io.leveret.it.crash;
