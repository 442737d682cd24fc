/** Looking through the messages of queues, and acting on many of them, away from the loops that the queues live on. */
package io.leveret.engine.browse;
