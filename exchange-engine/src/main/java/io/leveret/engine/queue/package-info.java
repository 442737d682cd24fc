/** A queue, what it is made of, and the references through which others reach it. */
package io.leveret.engine.queue;
