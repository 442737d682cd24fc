/** Inputs for what talks to clients. */
package io.leveret.broker.amqp;
